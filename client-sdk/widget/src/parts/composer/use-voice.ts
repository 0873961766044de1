/** The way of a voice message before it is sent: nothing, recording, recorded. */
import { limits } from '@senim/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Recorded, VoiceRecording } from './voice-recording.ts';

export type VoiceState =
  | { readonly step: 'idle'; readonly refused?: 'microphoneRefused' | 'microphoneMissing' }
  | { readonly step: 'asking' }
  | { readonly step: 'recording'; readonly levels: readonly number[]; readonly durationMs: number }
  | { readonly step: 'recorded'; readonly recorded: Recorded; readonly url: string };

export interface Voice {
  readonly state: VoiceState;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Forgets the recording, or the refusal that was shown. */
  reset(): void;
}

/** False in a page without a secure context, and in old browsers. */
export const canRecord = (): boolean =>
  typeof MediaRecorder === 'function' && navigator.mediaDevices?.getUserMedia !== undefined;

export const useVoice = (): Voice => {
  const [state, setState] = useState<VoiceState>({ step: 'idle' });
  const recording = useRef<VoiceRecording | undefined>(undefined);
  const url = useRef<string | undefined>(undefined);

  const letGo = () => {
    recording.current?.cancel();
    recording.current = undefined;
    if (url.current) URL.revokeObjectURL(url.current);
    url.current = undefined;
  };
  useEffect(() => letGo, []);

  const stop = async () => {
    const recorded = await recording.current?.stop();
    recording.current = undefined;
    if (!recorded) return;
    url.current = URL.createObjectURL(recorded.file);
    setState({ step: 'recorded', recorded, url: url.current });
  };
  const start = async () => {
    setState({ step: 'asking' });
    try {
      const { VoiceRecording } = await import('./voice-recording.ts');
      const started = await VoiceRecording.start(() => {
        if (recording.current !== started) return;
        setState({ step: 'recording', levels: [...started.levels], durationMs: started.durationMs });
        if (started.durationMs > limits.voiceSeconds * 1000) void stop();
      });
      recording.current = started;
      setState({ step: 'recording', levels: [], durationMs: 0 });
    } catch (error) {
      const missing = error instanceof DOMException && error.name === 'NotFoundError';
      setState({ step: 'idle', refused: missing ? 'microphoneMissing' : 'microphoneRefused' });
    }
  };
  const reset = () => {
    letGo();
    setState({ step: 'idle' });
  };
  return { state, start, stop, reset };
};
