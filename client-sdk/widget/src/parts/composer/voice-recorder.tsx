/** The composer's row while a voice message is recorded, and while it is listened to before sending. */
import { useEffect, useRef } from 'preact/hooks';
import { VoicePlayer } from '../attachments/voice-player.tsx';
import { BARS, Bars } from '../attachments/waveform.tsx';
import { IconButton } from '../icon.tsx';
import { useTexts } from '../text/language.tsx';
import { formatDuration } from '../text-tools/format.ts';
import type { Voice } from './use-voice.ts';
import type { Recorded } from './voice-recording.ts';

export interface VoiceRecorderProps {
  readonly voice: Voice;
  readonly onSend: (recorded: Recorded) => void;
}

export const VoiceRecorder = ({ voice, onSend }: VoiceRecorderProps) => {
  const texts = useTexts();
  const { state } = voice;
  const row = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: the next step's main button takes the focus.
  useEffect(() => {
    row.current?.querySelector<HTMLElement>('.filled')?.focus();
  }, [state.step]);
  if (state.step === 'idle') return null;
  return (
    <div class="recorder" ref={row}>
      <IconButton name="bin" label={texts.deleteRecording} onClick={voice.reset} />
      {state.step === 'recorded' ? (
        <VoicePlayer
          load={async () => state.url}
          durationMs={state.recorded.durationMs}
          waveform={state.recorded.waveform}
        />
      ) : (
        <>
          <span class="recording-mark" aria-hidden="true" />
          <span class="visually-hidden" role="status">
            {texts.recording}
          </span>
          <div class="wave" aria-hidden="true">
            <Bars values={state.step === 'recording' ? lastBars(state.levels) : lastBars([])} />
          </div>
          <span class="duration">{formatDuration(state.step === 'recording' ? state.durationMs : 0)}</span>
        </>
      )}
      {state.step === 'recorded' ? (
        <IconButton name="send" label={texts.sendRecording} class="filled" onClick={() => onSend(state.recorded)} />
      ) : (
        <IconButton name="stop" label={texts.stopRecording} class="filled" onClick={() => void voice.stop()} />
      )}
    </div>
  );
};

/** The last moments, filled up with silence at the beginning. */
const lastBars = (levels: readonly number[]): number[] => [...Array<number>(BARS).fill(0), ...levels].slice(-BARS);
