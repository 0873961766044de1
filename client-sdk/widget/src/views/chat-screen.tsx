/** The conversation itself: messages, and the place to write. */
import type { Message } from '@senim/client';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import {
  type ChatSession,
  Composer,
  ConnectionNotice,
  DropTarget,
  type HandOver,
  Icon,
  lazy,
  MessageList,
  useComposer,
  useStore,
  useTexts,
} from '../parts/index.ts';
import type { WidgetSession } from '../widget-session.ts';

const IdentitySheet = lazy(async () => (await import('./sheets.ts')).IdentitySheet, 'sheets');

/** Comes with the first message, or to who comes back: nobody waits for it to write, least of all a stranger. */
const Verdict = lazy(async () => (await import('./sheets.ts')).Verdict, 'sheets');

export interface ChatScreenProps {
  readonly widget: WidgetSession;
  readonly session: ChatSession;
  readonly visible: boolean;
}

const Empty = () => {
  const texts = useTexts();
  return (
    <>
      <Icon name="chat" />
      <h2>{texts.emptyTitle}</h2>
      <p>{texts.emptyText}</p>
    </>
  );
};

export const ChatScreen = ({ widget, session, visible }: ChatScreenProps) => {
  const texts = useTexts();
  const { connection } = useStore(widget.store);
  const { details, me, messages, uploads } = useStore(session.store);
  const composer = useComposer(session, widget.permit);
  const field = useRef<HTMLTextAreaElement>(null);
  const [handingOver, handOver] = useState<Parameters<HandOver>[0] | undefined>();
  const [handedOver, setHandedOver] = useState(false);
  const { uploadId, request } = handingOver ?? {};
  const closed = details?.status === 'closed';
  const isOwn = useCallback((message: Message) => message.authorId === me, [me]);
  const authorOf = (id: string | undefined) =>
    details?.participants.find((held) => held.id === id)?.name ?? texts.agent;
  useEffect(() => {
    if (visible) field.current?.focus({ preventScroll: true });
  }, [visible, closed]);

  return (
    <DropTarget class="chat" onFiles={closed ? () => undefined : composer.choose}>
      <ConnectionNotice state={connection} />
      <MessageList
        session={session}
        isOwn={isOwn}
        authorOf={authorOf}
        showAuthors={(details?.participants.length ?? 0) > 2}
        empty={<Empty />}
        onHandOver={handOver}
        visible={visible}
      />
      {closed ? (
        <div class="closed-foot">
          <span>{texts.conversationClosed}</span>
          <button type="button" class="button small" onClick={() => void widget.start()}>
            {texts.startNew}
          </button>
        </div>
      ) : (
        <Composer
          composer={composer}
          permit={widget.permit}
          field={field}
          withVoice
          onIdentityDocument={() => handOver({})}
        />
      )}
      {handingOver && (
        <IdentitySheet
          types={request?.documentTypes.filter((type) => !request.receivedTypes.includes(type))}
          chosen={uploads.find(({ id }) => id === uploadId)?.files.find((file) => file.error)?.file}
          onClose={() => handOver(undefined)}
          onLoadFailed={() => handOver(undefined)}
          onSend={async (documentType, file) => {
            await widget.client.identityDocuments.create({
              ...{ conversationId: session.id, documentType, file },
              ...(request && { requestId: request.id }),
            });
            setHandedOver(true);
            if (uploadId) session.discard(uploadId);
          }}
        />
      )}
      {visible && details && (handedOver || widget.isBack || messages.length > 0) && <Verdict client={widget.client} />}
    </DropTarget>
  );
};
