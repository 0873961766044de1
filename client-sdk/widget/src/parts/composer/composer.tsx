/** The place to write: words, photos, files, voice. */
import type { RefObject } from 'preact';
import { IconButton } from '../icon.tsx';
import { lazy } from '../lazy.tsx';
import { useTexts } from '../text/language.tsx';
import { AttachMenu } from './attach-menu.tsx';
import { MessageField } from './message-field.tsx';
import { PhotosToSend } from './photos-to-send.tsx';
import type { Composer as ComposerState, Permit } from './use-composer.ts';
import { canRecord, useVoice } from './use-voice.ts';

const VoiceRecorder = lazy(async () => (await import('./voice-recorder.tsx')).VoiceRecorder);

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
  const voice = useVoice();
  const chosen = (files: readonly File[]) => {
    composer.choose(files);
    field.current?.focus();
  };
  const send = () => {
    void composer.send();
    field.current?.focus();
  };
  const record = async () => {
    if (await permit('voice')) await voice.start();
  };
  const refused = voice.state.step === 'idle' ? voice.state.refused : undefined;

  return (
    <div class="composer">
      {refused && (
        <div class="notice problem" role="alert">
          <span>{texts[refused]}</span>
          <IconButton name="close" label={texts.close} onClick={voice.reset} />
        </div>
      )}
      {voice.state.step === 'idle' ? (
        <>
          {composer.photos.length > 0 && <PhotosToSend photos={composer.photos} onRemove={composer.remove} />}
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
        </>
      ) : (
        <VoiceRecorder
          voice={voice}
          onSend={(recorded) => void composer.sendVoice(recorded).then((gone) => gone && voice.reset())}
        />
      )}
    </div>
  );
};
