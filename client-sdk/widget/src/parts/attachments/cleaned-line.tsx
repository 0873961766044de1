/** The sanitising receipt under a sent file: what was removed, and what it weighs now. */
import type { Attachment } from '@senim/client';
import { Icon } from '../icon.tsx';
import type { Texts } from '../text/en.ts';
import { useLocale, useTexts } from '../text/language.tsx';
import { formatShrinking } from '../text-tools/format.ts';

type Receipt = NonNullable<Attachment['receipt']>;

const nameOf = (texts: Texts): Record<Receipt['removed'][number], string> => ({
  location: texts.removedLocation,
  camera: texts.removedCamera,
  metadata: texts.removedMetadata,
  thumbnail: texts.removedThumbnail,
  tags: texts.removedTags,
  'cover-art': texts.removedCoverArt,
  'trailing-data': texts.removedTrailing,
});

export const CleanedLine = ({ receipt }: { receipt: Receipt }) => {
  const texts = useTexts();
  const locale = useLocale();
  const { removed, originalBytes, storedBytes } = receipt;
  // Nothing was done to it: nothing is claimed.
  if (removed.length === 0 && originalBytes === storedBytes) return null;
  const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(removed.map((what) => nameOf(texts)[what]));
  return (
    <div class="cleaned">
      <Icon name="shield" />
      <span>
        {removed.length > 0 ? texts.removedList(list) : texts.sanitised}
        {' · '}
        {formatShrinking(originalBytes, storedBytes, texts)}
      </span>
    </div>
  );
};
