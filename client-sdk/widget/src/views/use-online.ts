/** Whether somebody of the support is there right now. */
import { useEffect, useState } from 'preact/hooks';
import { useStore } from '../parts/index.ts';
import type { WidgetSession } from '../widget-session.ts';

export const useOnline = (widget: WidgetSession): boolean => {
  const { stage } = useStore(widget.store);
  const [online, setOnline] = useState(false);
  const chat = stage.name === 'chat' ? stage.session.store : undefined;
  useEffect(() => {
    const update = () =>
      setOnline(chat?.get().details?.participants.some((held) => held.kind === 'agent' && held.online) ?? false);
    update();
    return chat?.subscribe(update);
  }, [chat]);
  return online;
};
