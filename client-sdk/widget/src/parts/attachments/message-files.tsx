/** What a message carries besides words: files on their way, or those that have arrived. */
import type { MessageRow } from '../chat/rows.ts';
import { DocumentCard } from './document-card.tsx';
import { useMedia } from './media.tsx';
import { PhotoAlbum } from './photo-album.tsx';
import { UploadBubble } from './upload-bubble.tsx';
import { VoicePlayer } from './voice-player.tsx';

export interface MessageFilesProps {
  readonly row: MessageRow;
  readonly onCancel: (fileId: string) => void;
}

export const MessageFiles = ({ row, onCancel }: MessageFilesProps) => {
  const media = useMedia();
  if (row.upload) return <UploadBubble upload={row.upload} onCancel={onCancel} />;
  const photos = row.attachments.filter(({ kind }) => kind === 'photo');
  return (
    <>
      {photos.length > 0 && <PhotoAlbum photos={photos} />}
      {row.attachments
        .filter(({ kind }) => kind !== 'photo')
        .map((attachment) =>
          attachment.kind === 'voice' && attachment.status === 'available' ? (
            <VoicePlayer
              key={attachment.id}
              load={() => media.url(attachment.id, 'full')}
              durationMs={attachment.durationMs}
              waveform={attachment.waveform}
              withSpeed
            />
          ) : (
            <DocumentCard key={attachment.id} attachment={attachment} />
          ),
        )}
    </>
  );
};
