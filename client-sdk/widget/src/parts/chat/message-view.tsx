/** One message: its bubble, its time and ticks, and what can be done when it was not sent. */
import { Icon, type IconName } from '../icon.tsx';
import { lazy } from '../lazy.tsx';
import type { Texts } from '../text/en.ts';
import { useLocale, useTexts } from '../text/language.tsx';
import { formatTime } from '../text-tools/format.ts';
import type { HandOver, MessageActions } from './message-actions.ts';
import { MessageText } from './message-text.tsx';
import { problemText } from './problem-text.ts';
import type { Delivery, MessageRow } from './rows.ts';

const CleanedLine = lazy(async () => (await import('../file-views.ts')).CleanedLine, 'files');
const MessageFiles = lazy(async () => (await import('../file-views.ts')).MessageFiles, 'files');

const ticks: Record<
  Delivery,
  { icon: IconName; label: keyof Texts & ('sending' | 'sent' | 'delivered' | 'read' | 'notSent') }
> = {
  sending: { icon: 'clock', label: 'sending' },
  sent: { icon: 'sent', label: 'sent' },
  delivered: { icon: 'delivered', label: 'delivered' },
  read: { icon: 'delivered', label: 'read' },
  failed: { icon: 'warning', label: 'notSent' },
};

const Meta = ({ row }: { row: MessageRow }) => {
  const texts = useTexts();
  const locale = useLocale();
  const { icon, label } = ticks[row.delivery];
  return (
    <span class="meta">
      {row.edited && !row.redacted && <span>{texts.edited}</span>}
      <time dateTime={row.createdAt}>{formatTime(row.createdAt, locale)}</time>
      {row.own && !row.redacted && (
        <>
          <Icon name={icon} class={`ticks ${row.delivery}`} />
          <span class="visually-hidden">{texts[label]}</span>
        </>
      )}
    </span>
  );
};

const Failure = ({ row, actions }: { row: MessageRow; actions: MessageActions }) => {
  const texts = useTexts();
  return (
    <div class="failure" role="alert">
      <span>{problemText(texts, row.error, row.upload?.files[0]?.kind)}</span>
      {row.error?.isRetryable !== false && (
        <button type="button" class="link-button" onClick={() => actions.retry(row.key)}>
          {texts.retry}
        </button>
      )}
      <button type="button" class="link-button" onClick={() => actions.discard(row.key)}>
        {texts.discard}
      </button>
    </div>
  );
};

export interface MessageViewProps {
  readonly row: MessageRow;
  readonly actions: MessageActions;
  /** Opens the separate door; there is none for staff. */
  readonly onHandOver: HandOver | undefined;
  /** Shown above the first of a group. */
  readonly author: string | undefined;
  /** Who the message is by, for those who cannot see on which side it stands. */
  readonly spokenAuthor: string;
}

export const MessageView = ({ row, actions, onHandOver, author, spokenAuthor }: MessageViewProps) => {
  const texts = useTexts();
  const hasMedia = row.attachments.length > 0 || row.upload !== undefined || row.request !== undefined;
  const isPhoto = (row.upload?.files ?? row.attachments).some(({ kind }) => kind === 'photo');
  const classes = [
    'bubble',
    row.delivery === 'failed' && 'failed',
    row.redacted && 'redacted',
    isPhoto && !row.redacted && 'media',
  ];
  return (
    <li class={`message${row.own ? ' own' : ''}${row.grouped ? ' grouped' : ''}`}>
      {author && !row.grouped && <span class="author">{author}</span>}
      <div class={classes.filter(Boolean).join(' ')}>
        {!author && <span class="visually-hidden">{spokenAuthor}: </span>}
        {hasMedia && !row.redacted && (
          <div class="attachments">
            <MessageFiles row={row} actions={actions} onHandOver={onHandOver} />
          </div>
        )}
        {row.redacted ? texts.redacted : row.text && <MessageText text={row.text} />}
        <Meta row={row} />
      </div>
      {row.own && !row.redacted && row.attachments.length > 0 && (
        <CleanedLine attachments={row.attachments} prepared={row.prepared} />
      )}
      {row.delivery === 'failed' && <Failure row={row} actions={actions} />}
    </li>
  );
};
