/** The messages of a conversation, oldest first; scrolling up brings earlier ones. */
import type { Message } from '@senim/client';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useStore } from '../store.ts';
import { useLocale, useTexts } from '../text/language.tsx';
import { formatDay } from '../text-tools/format.ts';
import { Announcer } from './announcer.tsx';
import type { ChatSession } from './chat-session.ts';
import type { ChatState } from './chat-state.ts';
import type { HandOver } from './message-actions.ts';
import { MessageView } from './message-view.tsx';
import { problemText } from './problem-text.ts';
import { type MessageRow, toRows } from './rows.ts';
import { useScroll } from './use-scroll.ts';

export interface MessageListProps {
  readonly session: ChatSession;
  /** On whose side a message stands. */
  readonly isOwn: (message: Message) => boolean;
  readonly authorOf: (authorId: string | undefined, authorKind: Message['authorKind'] | undefined) => string;
  /** Whether names stand above the bubbles of others. */
  readonly showAuthors?: boolean;
  /** Shown while there is no message. */
  readonly empty: ComponentChildren;
  /** Opens the separate door for identity documents, where there is one. */
  readonly onHandOver?: HandOver;
  /** False while nobody can see the list: then nothing counts as read. */
  readonly visible: boolean;
}

/** Above the messages: that more are coming, that there are more, or why they do not come. */
const ListNotes = ({ session, state }: { session: ChatSession; state: ChatState }) => {
  const texts = useTexts();
  return (
    <>
      {state.loading && (
        <li class="list-note">
          <div class="spinner" role="status" aria-label={texts.loading} />
        </li>
      )}
      {state.hasOlder && !state.loading && (
        <li class="list-note">
          <button type="button" class="link-button" onClick={() => void session.loadOlder()}>
            {texts.loadOlder}
          </button>
        </li>
      )}
      {state.error && (
        <li class="list-note">
          {problemText(texts, state.error)}{' '}
          <button type="button" class="link-button" onClick={() => void session.loadNewest()}>
            {texts.retry}
          </button>
        </li>
      )}
    </>
  );
};

export const MessageList = ({
  session,
  isOwn,
  authorOf,
  showAuthors = false,
  empty,
  onHandOver,
  visible,
}: MessageListProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const state = useStore(session.store);
  const rows = useMemo(() => toRows(state, isOwn), [state, isOwn]);
  const scroll = useRef<HTMLDivElement>(null);
  const messageRows = rows.filter((row): row is MessageRow => row.type === 'message');
  const last = messageRows.at(-1);

  const markRead = () => {
    if (visible && document.visibilityState === 'visible') session.markRead();
  };
  const onScroll = useScroll({
    scroll,
    firstKey: messageRows[0]?.key,
    lastKey: last?.key,
    lastIsOwn: last?.own ?? false,
    onTop: () => void session.loadOlder(),
    onEnd: markRead,
  });
  useEffect(() => {
    const list = scroll.current;
    if (list && list.scrollHeight - list.scrollTop - list.clientHeight < 80) markRead();
  }, [last?.key, visible]);
  useEffect(() => {
    document.addEventListener('visibilitychange', markRead);
    return () => document.removeEventListener('visibilitychange', markRead);
  });

  const typing = state.typing.filter((id) => id !== state.me);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section class="messages-scroll" ref={scroll} tabIndex={0} aria-label={texts.messages} onScroll={onScroll}>
        <ol class="messages">
          <ListNotes session={session} state={state} />
          {rows.length === 0 && !state.loading && !state.error && <li class="empty">{empty}</li>}
          {rows.map((row) =>
            row.type === 'day' ? (
              <li key={row.key} class="day">
                {formatDay(row.date, locale, texts)}
              </li>
            ) : (
              <MessageView
                key={row.key}
                row={row}
                actions={session}
                onHandOver={onHandOver}
                author={
                  showAuthors && !(row.own && row.authorId === state.me)
                    ? authorOf(row.authorId, row.authorKind)
                    : undefined
                }
                spokenAuthor={row.authorId === state.me ? texts.you : authorOf(row.authorId, row.authorKind)}
              />
            ),
          )}
          {typing.length > 0 && (
            <li class="typing">
              <span class="dots" aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
            </li>
          )}
        </ol>
      </section>
      <Announcer
        newest={messageRows.findLast(({ own }) => !own)}
        authorOf={(row) => authorOf(row.authorId, row.authorKind)}
      />
      <div class="visually-hidden" role="status">
        {typing.length > 0 && `${authorOf(typing[0], undefined)} ${texts.typing}`}
      </div>
    </>
  );
};
