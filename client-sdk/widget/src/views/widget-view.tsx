/** Everything behind the launcher: nothing while closed, the panel while open. */
import { LanguageContext, type Looks, LooksContext, MediaContext, useStore } from '../parts/index.ts';
import type { WidgetSession } from '../widget-session.ts';
import { Panel } from './panel.tsx';

export interface WidgetViewProps {
  readonly widget: WidgetSession;
  readonly bringLooks: (looks: Looks) => Promise<void>;
}

export const WidgetView = ({ widget, bringLooks }: WidgetViewProps) => {
  const { language, isOpen } = useStore(widget.store);
  return (
    <LanguageContext.Provider value={language}>
      <LooksContext.Provider value={bringLooks}>
        <MediaContext.Provider value={widget.media}>{isOpen && <Panel widget={widget} />}</MediaContext.Provider>
      </LooksContext.Provider>
    </LanguageContext.Provider>
  );
};
