/** What a message carries besides words: files on their way, or those that have arrived. */
import type { HandOver, MessageActions } from '../chat/message-actions.ts';
import type { MessageRow } from '../chat/rows.ts';
import { DocumentCard } from './document-card.tsx';
import { useMedia } from './media.tsx';
import { PhotoAlbum } from './photo-album.tsx';
import { RequestCard } from './request-card.tsx';
import { StrayQuestion } from './stray-question.tsx';
import { UploadBubble } from './upload-bubble.tsx';
import { VoicePlayer } from './voice-player.tsx';

export interface MessageFilesProps {
  readonly row: MessageRow;
  readonly actions: MessageActions;
  readonly onHandOver: HandOver | undefined;
}

export const MessageFiles = ({ row, actions, onHandOver }: MessageFilesProps) => {
  const media = useMedia();
  if (row.request) return <RequestCard request={row.request} onHandOver={onHandOver} />;
  if (row.upload) {
    return (
      <>
        <UploadBubble upload={row.upload} onCancel={(fileId) => actions.discardFile(row.key, fileId)} />
        <StrayQuestion row={row} onInsist={() => actions.insist(row.key)} onHandOver={onHandOver} />
      </>
    );
  }
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
