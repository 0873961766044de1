/** One conversation, with what an agent can do in it. */
import type { Message } from '@senim/client';
import {
  type ChatSession,
  Composer,
  DropTarget,
  IconButton,
  MessageList,
  problemText,
  useComposer,
  useStore,
  useTexts,
} from '@senim/widget/parts';
import { useRef, useState } from 'preact/hooks';
import type { ConsoleSession, Desk } from '../console-session.ts';
import { customerName } from '../inbox.ts';
import { useConsoleTexts } from '../text/use-console-texts.ts';
import { Confirm } from './confirm.tsx';
import { DocumentRequestForm } from './document-request.tsx';
import { PaneHead } from './pane-head.tsx';

export interface ConversationPaneProps {
  readonly session: ConsoleSession;
  readonly desk: Desk;
  readonly chat: ChatSession;
}

/** Consent is the customers' matter: what agents send is the company's own. */
const permit = async () => true;
const isOwn = (message: Message): boolean => message.authorKind === 'agent';

export const ConversationPane = ({ session, desk, chat }: ConversationPaneProps) => {
  const texts = useTexts();
  const own = useConsoleTexts();
  const { details } = useStore(chat.store);
  const composer = useComposer(chat, permit);
  const field = useRef<HTMLTextAreaElement>(null);
  const [closing, setClosing] = useState(false);
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<string | undefined>();
  const closed = details?.status === 'closed';
  const customer = details ? customerName(details, texts.visitor) : texts.visitor;
  const authorOf = (id: string | undefined, kind: Message['authorKind'] | undefined) =>
    details?.participants.find((held) => held.id === id)?.name ?? (kind === 'agent' ? texts.agent : customer);
  const attempt = (work: Promise<void>) => {
    setError(undefined);
    work.catch((caught: unknown) => setError(problemText(texts, caught)));
  };
  return (
    <section class="pane" aria-label={customer}>
      <PaneHead
        desk={desk}
        details={details}
        customer={customer}
        onBack={() => session.show(undefined)}
        onAssign={() => attempt(chat.assign())}
        onAsk={() => setAsking(true)}
        onClose={() => setClosing(true)}
      />
      {error && (
        <div class="notice problem" role="alert">
          <span>{error}</span>
          <IconButton name="close" label={texts.close} onClick={() => setError(undefined)} />
        </div>
      )}
      <DropTarget class="chat" onFiles={closed ? () => undefined : composer.choose}>
        <MessageList
          session={chat}
          isOwn={isOwn}
          authorOf={authorOf}
          showAuthors
          empty={<p>{own.noMessages}</p>}
          visible
        />
        {closed ? (
          <p class="closed-foot">{texts.conversationClosed}</p>
        ) : (
          <Composer composer={composer} permit={permit} field={field} />
        )}
      </DropTarget>
      {asking && (
        <DocumentRequestForm
          conversation={desk.client.conversations.get(chat.id)}
          mayAskForOther={desk.agent.roles.some((role) => role === 'supervisor' || role === 'administrator')}
          onClose={() => setAsking(false)}
        />
      )}
      {closing && (
        <Confirm
          question={own.closeQuestion}
          yes={own.closeIt}
          onYes={() => attempt(chat.close())}
          onClose={() => setClosing(false)}
        />
      )}
    </section>
  );
};
