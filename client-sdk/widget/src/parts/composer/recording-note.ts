/** What has to be said while recording: that the time runs out, that nothing is heard. Pure. */
import { LONGEST_MS, type VoiceState } from './use-voice.ts';

export type RecordingNote =
  | { readonly kind: 'left'; readonly seconds: number }
  | { readonly kind: 'microphoneSilent' | 'microphoneAsking' | 'longestReached' };

const WARN_BEFORE_MS = 60_000;
/** Said in these steps, so that a screen reader is not interrupted each second. */
const STEP_SECONDS = 10;
/** So long without a sound, in levels of 60 ms: three seconds. */
const SILENT_LEVELS = 50;
const SILENT_BELOW = 3;

export const recordingNote = (state: VoiceState): RecordingNote | undefined => {
  if (state.step === 'asking') return { kind: 'microphoneAsking' };
  if (state.step === 'recorded') {
    return state.recorded.durationMs >= LONGEST_MS ? { kind: 'longestReached' } : undefined;
  }
  if (state.step !== 'recording') return undefined;
  const leftMs = LONGEST_MS - state.durationMs;
  if (leftMs <= WARN_BEFORE_MS) {
    return { kind: 'left', seconds: Math.max(0, Math.ceil(leftMs / 1_000 / STEP_SECONDS) * STEP_SECONDS) };
  }
  const { levels } = state;
  const isSilent =
    levels.length >= SILENT_LEVELS && levels.slice(-SILENT_LEVELS).every((level) => level < SILENT_BELOW);
  return isSilent ? { kind: 'microphoneSilent' } : undefined;
};
