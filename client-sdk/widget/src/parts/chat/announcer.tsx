/** Reads incoming messages out to screen readers, and only those: history that is loaded later stays silent. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useTexts } from '../text/language.tsx';
import type { MessageRow } from './rows.ts';

export interface AnnouncerProps {
  /** The newest row of somebody else. */
  readonly newest: MessageRow | undefined;
  readonly authorOf: (row: MessageRow) => string;
  readonly children?: ComponentChildren;
}

export const Announcer = ({ newest, authorOf, children }: AnnouncerProps) => {
  const texts = useTexts();
  const [said, say] = useState<readonly { key: string; text: string }[]>([]);
  const [openedAt] = useState(() => Date.now());
  useEffect(() => {
    if (!newest || Date.parse(newest.createdAt) < openedAt) return;
    const what =
      newest.text || newest.attachments.map(({ kind }) => texts[kind === 'voice' ? 'voiceMessage' : kind]).join(', ');
    say((former) => [...former.slice(-4), { key: newest.key, text: `${authorOf(newest)}: ${what}` }]);
  }, [newest?.key]);
  return (
    <div class="visually-hidden" role="log" aria-live="polite" aria-relevant="additions" aria-label={texts.newMessages}>
      {said.map(({ key, text }) => (
        <p key={key}>{text}</p>
      ))}
      {children}
    </div>
  );
};
