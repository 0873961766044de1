/** The composer's row while a voice message is recorded, and while it is listened to before sending. */
import { useEffect, useRef } from 'preact/hooks';
import { VoicePlayer } from '../attachments/voice-player.tsx';
import { BARS, Bars } from '../attachments/waveform.tsx';
import { IconButton } from '../icon.tsx';
import { useFileTexts } from '../text/files/use-file-texts.ts';
import { useTexts } from '../text/language.tsx';
import { formatDuration } from '../text-tools/format.ts';
import { recordingNote } from './recording-note.ts';
import { type Refusal, useVoice } from './use-voice.ts';
import type { Recorded } from './voice-recording.ts';

export interface VoiceRecorderProps {
  readonly onSend: (recorded: Recorded) => void;
  readonly onClose: () => void;
}

/** The last moments, filled up with silence at the beginning. */
const lastBars = (levels: readonly number[]): number[] => [...Array<number>(BARS).fill(0), ...levels].slice(-BARS);

const Refused = ({ why, onRetry, onClose }: { why: Refusal; onRetry: () => void; onClose: () => void }) => {
  const texts = useTexts();
  const own = useFileTexts();
  return (
    <div class="notice problem" role="alert">
      <span>{own[why]}</span>
      <button type="button" class="link-button" onClick={onRetry}>
        {texts.retry}
      </button>
      <IconButton name="close" label={texts.close} onClick={onClose} />
    </div>
  );
};

const Level = ({ levels, durationMs }: { levels: readonly number[]; durationMs: number }) => {
  const own = useFileTexts();
  return (
    <>
      <span class="recording-mark" aria-hidden="true" />
      <span class="visually-hidden" role="status">
        {own.recording}
      </span>
      <span class="duration" role="timer">
        {formatDuration(durationMs)}
      </span>
      <div class="wave" aria-hidden="true">
        <Bars values={lastBars(levels)} />
      </div>
    </>
  );
};

export const VoiceRecorder = ({ onSend, onClose }: VoiceRecorderProps) => {
  const own = useFileTexts();
  const { state, start, stop } = useVoice();
  const row = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: the next step's main button takes the focus.
  useEffect(() => {
    row.current?.querySelector<HTMLElement>('.filled')?.focus();
  }, [state.step]);
  if (state.step === 'refused') return <Refused why={state.why} onRetry={() => void start()} onClose={onClose} />;
  const note = recordingNote(state);
  return (
    <>
      <div class="recorder" ref={row}>
        <IconButton name="bin" label={own.deleteRecording} onClick={onClose} />
        {state.step === 'recorded' ? (
          <VoicePlayer
            load={async () => state.url}
            durationMs={state.recorded.durationMs}
            waveform={state.recorded.waveform}
          />
        ) : (
          <Level {...(state.step === 'recording' ? state : { levels: [], durationMs: 0 })} />
        )}
        {state.step === 'recorded' ? (
          <IconButton name="send" label={own.sendRecording} class="filled" onClick={() => onSend(state.recorded)} />
        ) : (
          <IconButton
            name="stop"
            label={own.stopRecording}
            class="filled"
            disabled={state.step === 'asking'}
            onClick={() => void stop()}
          />
        )}
      </div>
      <p class="recorder-note" role="status">
        {note && (note.kind === 'left' ? own.secondsLeft(note.seconds) : own[note.kind])}
      </p>
    </>
  );
};
