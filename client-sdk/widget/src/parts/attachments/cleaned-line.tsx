/** The sanitising receipt under sent files: what was removed, and what they weigh now. */
import type { Attachment, PreparedPhoto } from '@senim/client';
import { Icon } from '../icon.tsx';
import type { FileTexts } from '../text/files/en.ts';
import { useFileTexts } from '../text/files/use-file-texts.ts';
import { useLocale, useTexts } from '../text/language.tsx';
import { formatBytes, formatShrinking } from '../text-tools/format.ts';
import { type Removed, receiptOf } from './receipt.ts';

const nameOf = (own: FileTexts): Record<Removed, string> => ({
  location: own.removedLocation,
  camera: own.removedCamera,
  metadata: own.removedMetadata,
  thumbnail: own.removedThumbnail,
  tags: own.removedTags,
  'cover-art': own.removedCoverArt,
  'trailing-data': own.removedTrailing,
});

export interface CleanedLineProps {
  readonly attachments: readonly Attachment[];
  readonly prepared: Readonly<Record<string, PreparedPhoto>> | undefined;
}

export const CleanedLine = ({ attachments, prepared }: CleanedLineProps) => {
  const own = useFileTexts();
  const texts = useTexts();
  const locale = useLocale();
  const receipt = receiptOf(attachments, prepared);
  if (!receipt) return null;
  const { removed, before, after } = receipt;
  // A newer server may remove what has no name here yet.
  const names = [...new Set(removed.map((what) => nameOf(own)[what] ?? own.removedMetadata))];
  const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
  return (
    <div class="cleaned">
      <Icon name="shield" />
      <span>
        {names.length > 0 ? own.removedList(list) : own.sanitised}
        {' · '}
        {after < before ? formatShrinking(before, after, texts) : formatBytes(after, texts)}
      </span>
    </div>
  );
};
