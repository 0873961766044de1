/** Plays a voice message: a button, its waveform as a slider, its time. One plays at a time. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useTexts } from '../text/language.tsx';
import { formatDuration } from '../text-tools/format.ts';
import { Bars, toBars } from './waveform.tsx';

export interface VoicePlayerProps {
  /** Fetched when first played. */
  readonly load: () => Promise<string>;
  readonly durationMs: number | undefined;
  readonly waveform: readonly number[] | undefined;
}

let playing: HTMLAudioElement | undefined;

export const VoicePlayer = ({ load, durationMs = 0, waveform = [] }: VoicePlayerProps) => {
  const texts = useTexts();
  const audio = useRef<HTMLAudioElement | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [heardMs, setHeard] = useState(0);
  const [failed, setFailed] = useState(false);
  useEffect(() => () => audio.current?.pause(), []);

  const prepare = async (): Promise<HTMLAudioElement> => {
    if (audio.current) return audio.current;
    const made = new Audio(await load());
    made.ontimeupdate = () => setHeard(made.currentTime * 1000);
    made.onplay = () => setPlaying(true);
    made.onpause = () => setPlaying(false);
    made.onended = () => setHeard(0);
    audio.current = made;
    return made;
  };
  const toggle = async () => {
    try {
      setFailed(false);
      const sound = await prepare();
      if (!sound.paused) return sound.pause();
      if (playing !== sound) playing?.pause();
      playing = sound;
      await sound.play();
    } catch {
      setFailed(true);
    }
  };
  const seek = async (milliseconds: number) => {
    setHeard(milliseconds);
    const sound = await prepare().catch(() => undefined);
    if (sound) sound.currentTime = milliseconds / 1000;
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a form's looks and reading
    <div class="voice" role="group" aria-label={texts.voiceMessage}>
      <button
        type="button"
        class="round"
        aria-label={isPlaying ? texts.pause : texts.play}
        onClick={() => void toggle()}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} />
      </button>
      <div class="wave">
        <Bars values={toBars(waveform)} played={durationMs ? heardMs / durationMs : 0} />
        <input
          type="range"
          min="0"
          max={durationMs}
          step="100"
          value={heardMs}
          aria-label={texts.position}
          aria-valuetext={formatDuration(heardMs)}
          onInput={(event) => void seek(Number(event.currentTarget.value))}
        />
      </div>
      <span class="duration">{failed ? '—' : formatDuration(isPlaying || heardMs > 0 ? heardMs : durationMs)}</span>
      {failed && (
        <span class="visually-hidden" role="alert">
          {texts.couldNotLoad}
        </span>
      )}
    </div>
  );
};
