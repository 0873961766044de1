/** The head of a conversation: who it is, whose it is, and what an agent can do with it. */
import type { ConversationDetails } from '@senim/client';
import { IconButton, useTexts } from '@senim/widget/parts';
import type { Desk } from '../console-session.ts';
import { useConsoleTexts } from '../text/use-console-texts.ts';

export interface PaneHeadProps {
  readonly desk: Desk;
  readonly details: ConversationDetails | undefined;
  readonly customer: string;
  readonly onBack: () => void;
  readonly onAssign: () => void;
  readonly onAsk: () => void;
  readonly onClose: () => void;
}

export const PaneHead = ({ desk, details, customer, onBack, onAssign, onAsk, onClose }: PaneHeadProps) => {
  const texts = useTexts();
  const own = useConsoleTexts();
  const closed = details?.status === 'closed';
  const isMine = details?.assignedTo === desk.agent.id;
  const online = details?.participants.some(({ kind, online: here }) => kind !== 'agent' && here) ?? false;
  return (
    <header class="pane-head">
      <div class="narrow-only">
        <IconButton name="back" label={texts.back} onClick={onBack} />
      </div>
      <div class="pane-title">
        <h2>{customer}</h2>
        <p>
          <i class={online ? 'presence online' : 'presence'} aria-hidden="true" />
          {online ? texts.online : texts.offline}
          {details?.topic && <> · {details.topic}</>}
          {isMine && <> · {own.assignedToMe}</>}
        </p>
      </div>
      {!closed && !isMine && (
        <button type="button" class="button small" onClick={onAssign}>
          {own.takeIt}
        </button>
      )}
      {!closed && details?.kind === 'support' && (
        <button type="button" class="button quiet small" onClick={onAsk}>
          {own.askForDocument}
        </button>
      )}
      {!closed && (
        <button type="button" class="button quiet small" onClick={onClose}>
          {own.closeIt}
        </button>
      )}
    </header>
  );
};
