/** Files on their way: the pictures or the sound themselves, how far they are, and a way to stop each. */
import { useState } from 'preact/hooks';
import type { Upload, UploadFile } from '../chat/chat-state.ts';
import { Icon, IconButton } from '../icon.tsx';
import { useFileTexts } from '../text/files/use-file-texts.ts';
import { useTexts } from '../text/language.tsx';
import { formatBytes } from '../text-tools/format.ts';
import { albumPlace, placeFor } from './place.ts';
import { VoicePlayer } from './voice-player.tsx';

const Progress = ({ file, onCancel }: { file: UploadFile; onCancel: () => void }) => {
  const own = useFileTexts();
  const { phase, fraction } = file.progress;
  const percent = Math.round(fraction * 100);
  const label = file.error
    ? own.notUploaded
    : {
        preparing: own.preparing,
        sending: own.uploading(percent),
        waiting: own.uploadWaiting,
        checking: own.checking,
        done: own.uploaded,
      }[phase];
  return (
    <div class={file.error ? 'upload stopped' : 'upload'}>
      <span>{label}</span>
      {!file.error && <progress max="100" value={percent} aria-label={`${file.name}: ${label}`} />}
      <IconButton
        name="close"
        label={`${file.error ? own.removePhoto : own.cancelUpload}: ${file.name}`}
        onClick={onCancel}
      />
    </div>
  );
};

const PhotoTile = ({
  file,
  place,
  onCancel,
}: {
  file: UploadFile;
  place: Record<string, string>;
  onCancel: () => void;
}) => {
  const texts = useTexts();
  // What this browser cannot show (HEIC) is named; the server makes a picture of it.
  const [hidden, hide] = useState(false);
  return (
    <div class="photo" style={place}>
      {hidden ? (
        <span class="photo-note">{file.name}</span>
      ) : (
        <img src={file.url} alt={texts.photo} onError={() => hide(true)} />
      )}
      <Progress file={file} onCancel={onCancel} />
    </div>
  );
};

const OtherFile = ({ file, onCancel }: { file: UploadFile; onCancel: () => void }) => {
  const texts = useTexts();
  return (
    <div class="attachment-row">
      {file.kind === 'voice' ? (
        <VoicePlayer load={async () => file.url} durationMs={file.durationMs} waveform={file.waveform} />
      ) : (
        <div class="file">
          <span class="round" aria-hidden="true">
            <Icon name="file" />
          </span>
          <span class="file-text">
            <span class="file-name">{file.name}</span>
            <span class="file-size">{formatBytes(file.file.size, texts)}</span>
          </span>
        </div>
      )}
      {!file.error && <Progress file={file} onCancel={onCancel} />}
    </div>
  );
};

export interface UploadBubbleProps {
  readonly upload: Upload;
  readonly onCancel: (fileId: string) => void;
}

export const UploadBubble = ({ upload: { files }, onCancel }: UploadBubbleProps) => {
  const isAlone = files.length === 1;
  return (
    <div class={isAlone ? '' : 'album'}>
      {files.map((file, index) =>
        file.kind === 'photo' ? (
          <PhotoTile
            key={file.id}
            file={file}
            place={isAlone ? placeFor() : albumPlace(index, files.length)}
            onCancel={() => onCancel(file.id)}
          />
        ) : (
          <OtherFile key={file.id} file={file} onCancel={() => onCancel(file.id)} />
        ),
      )}
    </div>
  );
};
