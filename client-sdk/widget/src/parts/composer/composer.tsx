/** The place to write: words, photos, files, voice. */
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { IconButton } from '../icon.tsx';
import { lazy } from '../lazy.tsx';
import { Menu, type MenuItem } from '../menu.tsx';
import { useTexts } from '../text/language.tsx';
import { PHOTO_ACCEPT } from './chosen-files.ts';
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
  const photoPicker = useRef<HTMLInputElement>(null);
  const filePicker = useRef<HTMLInputElement>(null);

  const picked = (input: HTMLInputElement) => {
    composer.choose([...(input.files ?? [])]);
    input.value = '';
    field.current?.focus();
  };
  const send = () => {
    void composer.send();
    field.current?.focus();
  };
  const record = async () => {
    if (await permit('voice')) await voice.start();
  };
  const items: MenuItem[] = [
    { key: 'photo', icon: 'photo', label: texts.attachPhoto, onChoose: () => photoPicker.current?.click() },
    { key: 'file', icon: 'file', label: texts.attachFile, onChoose: () => filePicker.current?.click() },
    ...(onIdentityDocument
      ? [{ key: 'card', icon: 'card' as const, label: texts.attachIdentityDocument, onChoose: onIdentityDocument }]
      : []),
  ];
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
            <Menu icon="attach" label={texts.attach} items={items} side="above" />
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
      {/* Opened from the menu, which has the labels. */}
      <input
        ref={photoPicker}
        type="file"
        accept={PHOTO_ACCEPT}
        multiple
        hidden
        onChange={(event) => picked(event.currentTarget)}
      />
      <input ref={filePicker} type="file" multiple hidden onChange={(event) => picked(event.currentTarget)} />
    </div>
  );
};
