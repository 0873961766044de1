/** The list of support conversations with its filters. */
import type { ConversationDetails } from '@senim/client';
import { formatMoment, problemText, useLocale, useStore, useTexts } from '@senim/widget/parts';
import { useEffect, useRef } from 'preact/hooks';
import type { ConsoleSession } from '../console-session.ts';
import { customerName, type Inbox, unreadIn } from '../inbox.ts';
import { useConsoleTexts } from '../text/use-console-texts.ts';
import { Choice } from './choice.tsx';

interface EntryProps {
  readonly conversation: ConversationDetails;
  readonly me: string;
  readonly shownSeq: number | undefined;
  readonly isShown: boolean;
  readonly onShow: () => void;
}

const Entry = ({ conversation, me, shownSeq, isShown, onShow }: EntryProps) => {
  const texts = useTexts();
  const own = useConsoleTexts();
  const locale = useLocale();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isShown) button.current?.scrollIntoView({ block: 'nearest' });
  }, [isShown]);
  const { assignedTo, lastActivityAt, participants, topic } = conversation;
  const unread = unreadIn(conversation, me, shownSeq);
  const online = participants.some(({ kind, online: here }) => kind !== 'agent' && here);
  return (
    <li>
      <button ref={button} type="button" class="entry" aria-current={isShown ? 'true' : undefined} onClick={onShow}>
        <span class="entry-name">
          <i class={online ? 'presence online' : 'presence'} aria-hidden="true" />
          <b>{customerName(conversation, texts.visitor)}</b>
          {online && <span class="visually-hidden">, {texts.online}</span>}
        </span>
        <time dateTime={lastActivityAt}>{formatMoment(lastActivityAt, locale, texts)}</time>
        <span class="entry-topic">
          {topic ?? (assignedTo === me ? own.mine : assignedTo ? own.taken : own.unassigned)}
        </span>
        {unread > 0 && <span class="entry-unread">{own.newCount(unread)}</span>}
      </button>
    </li>
  );
};

export interface InboxViewProps {
  readonly session: ConsoleSession;
  readonly inbox: Inbox;
  readonly me: string;
}

export const InboxView = ({ session, inbox, me }: InboxViewProps) => {
  const texts = useTexts();
  const own = useConsoleTexts();
  const { filter, conversations, loading, hasMore, error, shown } = useStore(inbox.store);
  const { chat } = useStore(session.store);
  return (
    <nav class="inbox" aria-label={own.inbox}>
      <div class="filters">
        <Choice
          label={own.statusFilter}
          value={filter.status}
          options={[
            ['open', own.open],
            ['closed', own.closed],
          ]}
          onChoose={(status) => void inbox.setFilter({ ...filter, status })}
        />
        <Choice
          label={own.assignedFilter}
          value={filter.assigned ?? 'all'}
          options={[
            ['all', own.everyone],
            ['me', own.me],
            ['nobody', own.nobody],
          ]}
          onChoose={(assigned) =>
            void inbox.setFilter({ ...filter, assigned: assigned === 'all' ? undefined : assigned })
          }
        />
      </div>
      <ul class="entries">
        {conversations.map((conversation) => (
          <Entry
            key={conversation.id}
            conversation={conversation}
            me={me}
            shownSeq={shown[conversation.id]}
            isShown={chat?.id === conversation.id}
            onShow={() => session.show(conversation.id)}
          />
        ))}
        {loading && (
          <li class="inbox-note">
            <div class="spinner" role="status" aria-label={texts.loading} />
          </li>
        )}
        {error !== undefined && (
          <li class="inbox-note" role="alert">
            {problemText(texts, error)}{' '}
            <button type="button" class="link-button" onClick={() => void inbox.load()}>
              {texts.retry}
            </button>
          </li>
        )}
        {!loading && error === undefined && conversations.length === 0 && <li class="inbox-note">{own.inboxEmpty}</li>}
        {!loading && hasMore && (
          <li class="inbox-note">
            <button type="button" class="link-button" onClick={() => void inbox.loadMore()}>
              {texts.loadOlder}
            </button>
          </li>
        )}
      </ul>
    </nav>
  );
};
