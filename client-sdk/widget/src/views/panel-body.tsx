/** What the panel shows at each stage. */
import { Icon, lazy, problemText, useStore, useTexts } from '../parts/index.ts';
import type { WidgetSession } from '../widget-session.ts';
import { ChatScreen } from './chat-screen.tsx';

const ConsentScreen = lazy(async () => (await import('./consent-screen.tsx')).ConsentScreen, 'consent');

export const PanelBody = ({ widget }: { widget: WidgetSession }) => {
  const texts = useTexts();
  const { stage, isOpen } = useStore(widget.store);
  switch (stage.name) {
    case 'chat':
      return <ChatScreen key={stage.session.id} widget={widget} session={stage.session} visible={isOpen} />;
    case 'consent':
      return (
        <ConsentScreen
          key={stage.policy.version}
          policy={stage.policy}
          changed={stage.changed}
          onAgree={(purposes) => widget.consent(stage.policy, purposes)}
          onDecline={() => widget.decline()}
        />
      );
    case 'declined':
      return (
        <div class="blank-screen">
          <Icon name="shield" />
          <p role="status">{texts.consentDeclined}</p>
          <button type="button" class="button quiet" onClick={() => void widget.start()}>
            {texts.back}
          </button>
        </div>
      );
    case 'failed':
      return (
        <div class="blank-screen">
          <Icon name="warning" />
          <p role="alert">{problemText(texts, stage.error)}</p>
          <button type="button" class="button" onClick={() => void widget.start()}>
            {texts.retry}
          </button>
        </div>
      );
    default:
      return (
        <div class="blank-screen">
          <div class="spinner" role="status" aria-label={texts.loading} />
        </div>
      );
  }
};
