/** The company asks for documents: which, why, until when, who will see them. Drawn from what only the server can write. */
import type { HandOver } from '../chat/message-actions.ts';
import type { MessageRow } from '../chat/rows.ts';
import { Icon } from '../icon.tsx';
import { useFileTexts } from '../text/files/use-file-texts.ts';
import { useLocale } from '../text/language.tsx';

export interface RequestCardProps {
  readonly request: NonNullable<MessageRow['request']>;
  readonly onHandOver: HandOver | undefined;
}

const DAY_SECONDS = 86_400;

export const RequestCard = ({ request, onHandOver }: RequestCardProps) => {
  const own = useFileTexts();
  const locale = useLocale();
  const { documentTypes, receivedTypes, reason, until, keptForSeconds } = request;
  // Nobody tells when its time is over: what is open is compared with the clock.
  const isOver = request.status === 'open' && Date.parse(until) <= Date.now();
  const status = isOver ? 'expired' : request.status;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(until));
  return (
    <section class="request-card" aria-label={own.requestTitle}>
      <h3>
        <Icon name="card" />
        {own.requestTitle}
      </h3>
      <ul>
        {documentTypes.map((type) => (
          <li key={type}>
            {own.documentTypes[type]}
            {receivedTypes.includes(type) && ` ✓ ${own.requestReceived}`}
          </li>
        ))}
      </ul>
      {reason && <p>{reason}</p>}
      <p class="request-facts">
        {status === 'open' && `${own.requestUntil(date)} `}
        {own.requestVisible(Math.ceil(keptForSeconds / DAY_SECONDS))}
      </p>
      {status === 'open' && onHandOver ? (
        <button type="button" class="button small" onClick={() => onHandOver({ request })}>
          {own.handOverSafely}
        </button>
      ) : (
        <p class="request-facts">{own.requestStatus[status]}</p>
      )}
    </section>
  );
};
