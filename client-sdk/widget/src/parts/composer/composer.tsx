/** The place to write: words, photos, files, voice. */
import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { problemText } from '../chat/problem-text.ts';
import { IconButton } from '../icon.tsx';
import { lazy } from '../lazy.tsx';
import { useTexts } from '../text/language.tsx';
import { AttachMenu } from './attach-menu.tsx';
import { canRecord } from './can-record.ts';
import { MessageField } from './message-field.tsx';
import type { Composer as ComposerState, Permit } from './use-composer.ts';

const PhotosToSend = lazy(async () => (await import('../file-views.ts')).PhotosToSend, 'files');
const VoiceRecorder = lazy(async () => (await import('../file-views.ts')).VoiceRecorder, 'files');

export interface ComposerProps {
  readonly composer: ComposerState;
  readonly permit: Permit;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Voice messages are for customers. */
  readonly withVoice?: boolean;
  readonly onIdentityDocument?: () => void;
}

const SHOW_COUNTER_BELOW = 300;

export const Composer = ({ composer, permit, field, withVoice = false, onIdentityDocument }: ComposerProps) => {
  const texts = useTexts();
  const [recording, setRecording] = useState(false);
  const chosen = (files: readonly File[]) => {
    composer.choose(files);
    field.current?.focus();
  };
  const send = () => {
    void composer.send();
    field.current?.focus();
  };
  const record = async () => {
    if (await permit('voice')) setRecording(true);
  };
  const stopRecording = () => setRecording(false);

  if (recording) {
    return (
      <div class="composer">
        <VoiceRecorder
          onClose={stopRecording}
          onLoadFailed={stopRecording}
          onSend={(recorded) => void composer.sendVoice(recorded).then((gone) => gone && stopRecording())}
        />
      </div>
    );
  }
  return (
    <div class="composer">
      {composer.error !== undefined && (
        <p class="notice problem" role="alert">
          {problemText(texts, composer.error)}
        </p>
      )}
      {composer.photos.length > 0 && (
        <PhotosToSend photos={composer.photos} onRemove={composer.remove} onAdd={composer.choose} />
      )}
      <div class="composer-row">
        <AttachMenu onFiles={chosen} onIdentityDocument={onIdentityDocument} />
        <MessageField
          field={field}
          label={composer.photos.length > 0 ? texts.addCaption : texts.writeMessage}
          text={composer.text}
          onWrite={composer.write}
          onSend={send}
          onFiles={composer.choose}
        />
        {withVoice && !composer.canSend && composer.text === '' && canRecord() ? (
          <IconButton name="microphone" label={texts.recordVoice} onClick={() => void record()} />
        ) : (
          <IconButton name="send" label={texts.send} class="filled" disabled={!composer.canSend} onClick={send} />
        )}
      </div>
      {composer.left < SHOW_COUNTER_BELOW && (
        <div class={composer.left < 0 ? 'counter over' : 'counter'} role="status">
          {composer.left < 0 ? `${texts.tooLong} ${composer.left}` : texts.charactersLeft(composer.left)}
        </div>
      )}
    </div>
  );
};
