/** A file on its way: the picture or sound itself, how far it is, and a way to stop it. */
import { useState } from 'preact/hooks';
import type { Upload } from '../chat/chat-state.ts';
import { Icon, IconButton } from '../icon.tsx';
import { useTexts } from '../text/language.tsx';
import { formatBytes } from '../text-tools/format.ts';
import { placeFor } from './photo-bubble.tsx';
import { VoicePlayer } from './voice-player.tsx';

const Progress = ({ upload, onCancel }: { upload: Upload; onCancel: () => void }) => {
  const texts = useTexts();
  const percent = Math.round(upload.fraction * 100);
  const label = percent < 100 ? texts.uploading(percent) : texts.checking;
  return (
    <div class="upload">
      <span>{label}</span>
      <progress max="100" value={percent} aria-label={label} />
      <IconButton name="close" label={texts.cancelUpload} onClick={onCancel} />
    </div>
  );
};

export const UploadBubble = ({ upload, onCancel }: { upload: Upload; onCancel: () => void }) => {
  const texts = useTexts();
  // What this browser cannot show (HEIC) is named; the server makes a picture of it.
  const [hidden, hide] = useState(false);
  const progress = !upload.error && <Progress upload={upload} onCancel={onCancel} />;
  if (upload.kind === 'photo' && !hidden) {
    return (
      <div class="photo" style={placeFor()}>
        <img src={upload.url} alt={texts.photo} onError={() => hide(true)} />
        {progress}
      </div>
    );
  }
  return (
    <div class="attachment-row">
      {upload.kind === 'voice' ? (
        <VoicePlayer load={async () => upload.url} durationMs={upload.durationMs} waveform={upload.waveform} />
      ) : (
        <div class="file">
          <span class="round">
            <Icon name="file" />
          </span>
          <span>
            <span class="file-name">{upload.name}</span>
            <span class="file-size">{formatBytes(upload.file.size, texts)}</span>
          </span>
        </div>
      )}
      {progress}
    </div>
  );
};
