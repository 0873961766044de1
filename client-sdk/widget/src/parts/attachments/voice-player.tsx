/** Plays a voice message: a button, its waveform as a slider, its time, its speed. One plays at a time. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useFileTexts } from '../text/files/use-file-texts.ts';
import { useTexts } from '../text/language.tsx';
import { formatDuration } from '../text-tools/format.ts';
import { Bars, toBars } from './waveform.tsx';

export interface VoicePlayerProps {
  /** Fetched when first played. */
  readonly load: () => Promise<string>;
  readonly durationMs: number | undefined;
  readonly waveform: readonly number[] | undefined;
  readonly withSpeed?: boolean;
}

const SPEEDS = [1, 1.5, 2] as const;

let playing: HTMLAudioElement | undefined;

/** The sound itself, fetched when first needed. */
const useSound = (load: VoicePlayerProps['load']) => {
  const audio = useRef<HTMLAudioElement | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [heardMs, setHeard] = useState(0);
  const [failed, setFailed] = useState(false);
  const [speed, setSpeed] = useState<(typeof SPEEDS)[number]>(1);
  useEffect(() => () => audio.current?.pause(), []);

  const prepare = async (): Promise<HTMLAudioElement> => {
    if (audio.current) return audio.current;
    const made = new Audio(await load());
    made.ontimeupdate = () => setHeard(made.currentTime * 1000);
    made.onplay = () => setPlaying(true);
    made.onpause = () => setPlaying(false);
    made.onended = () => setHeard(0);
    made.defaultPlaybackRate = speed;
    made.playbackRate = speed;
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
  const faster = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
    setSpeed(next);
    if (audio.current) audio.current.playbackRate = next;
  };
  return { isPlaying, heardMs, failed, speed, toggle, seek, faster };
};

export const VoicePlayer = ({ load, durationMs = 0, waveform = [], withSpeed = false }: VoicePlayerProps) => {
  const own = useFileTexts();
  const texts = useTexts();
  const { isPlaying, heardMs, failed, speed, toggle, seek, faster } = useSound(load);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a form's looks and reading
    <div class="voice" role="group" aria-label={texts.voiceMessage}>
      <button type="button" class="round" aria-label={isPlaying ? own.pause : own.play} onClick={() => void toggle()}>
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
          aria-label={own.position}
          aria-valuetext={own.heardOf(formatDuration(heardMs), formatDuration(durationMs))}
          onInput={(event) => void seek(Number(event.currentTarget.value))}
        />
      </div>
      <span class="duration">{failed ? '—' : formatDuration(isPlaying || heardMs > 0 ? heardMs : durationMs)}</span>
      {withSpeed && (
        <button type="button" class="speed" aria-label={own.speed(speed)} onClick={faster}>
          {speed}×
        </button>
      )}
      {failed && (
        <span class="visually-hidden" role="alert">
          {own.couldNotLoad}
        </span>
      )}
    </div>
  );
};
