/** A file in a bubble: its name, its size, and a download. */
import type { Attachment } from '@senim/client';
import { useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useTexts } from '../text/language.tsx';
import { formatBytes } from '../text-tools/format.ts';
import { saveAs, useMedia } from './media.tsx';

export const FileBubble = ({ attachment }: { attachment: Attachment }) => {
  const texts = useTexts();
  const media = useMedia();
  const [state, setState] = useState<'idle' | 'fetching' | 'failed'>('idle');
  const download = async () => {
    setState('fetching');
    try {
      saveAs(await media.url(attachment.id, 'full'), attachment.name);
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  const note =
    attachment.status === 'available'
      ? state === 'failed'
        ? texts.couldNotLoad
        : formatBytes(attachment.bytes, texts)
      : { checking: texts.checking, rejected: texts.rejected, destroyed: texts.destroyed }[attachment.status];
  return (
    <div class="file">
      {attachment.status === 'available' ? (
        <button
          type="button"
          class="round"
          aria-label={`${texts.download}: ${attachment.name}`}
          disabled={state === 'fetching'}
          onClick={() => void download()}
        >
          <Icon name="download" />
        </button>
      ) : (
        <span class="round">
          <Icon name="file" />
        </span>
      )}
      <span>
        <span class="file-name">{attachment.name}</span>
        <span class="file-size">{note}</span>
      </span>
    </div>
  );
};
