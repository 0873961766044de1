/** Everything behind the launcher: nothing while closed, the panel while open. */
import { LanguageContext, MediaContext, useStore } from '../parts/index.ts';
import type { WidgetSession } from '../widget-session.ts';
import { Panel } from './panel.tsx';

export const WidgetView = ({ widget }: { widget: WidgetSession }) => {
  const { language, isOpen } = useStore(widget.store);
  return (
    <LanguageContext.Provider value={language}>
      <MediaContext.Provider value={widget.media}>{isOpen && <Panel widget={widget} />}</MediaContext.Provider>
    </LanguageContext.Provider>
  );
};
