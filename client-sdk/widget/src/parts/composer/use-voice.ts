/** The way of a voice message before it is sent: asking for the microphone, recording, recorded, or refused. */
import { limits } from '@senim/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Recorded, VoiceRecording } from './voice-recording.ts';

export type Refusal = 'microphoneRefused' | 'microphoneMissing' | 'microphoneBusy';

export type VoiceState =
  | { readonly step: 'asking' }
  | { readonly step: 'refused'; readonly why: Refusal }
  | { readonly step: 'recording'; readonly levels: readonly number[]; readonly durationMs: number }
  | { readonly step: 'recorded'; readonly recorded: Recorded; readonly url: string };

export interface Voice {
  readonly state: VoiceState;
  /** Asks for the microphone once more. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const refusals: Readonly<Record<string, Refusal>> = {
  NotFoundError: 'microphoneMissing',
  NotReadableError: 'microphoneBusy',
};

/** A moment less than the server takes, which measures for itself. */
export const LONGEST_MS = limits.voiceSeconds * 1_000 - 1_000;

/** Begins at once; whatever is held is let go when the view goes. */
export const useVoice = (): Voice => {
  const [state, setState] = useState<VoiceState>({ step: 'asking' });
  const recording = useRef<VoiceRecording | undefined>(undefined);
  const url = useRef<string | undefined>(undefined);
  const gone = useRef(false);

  const stop = async () => {
    const recorded = await recording.current?.stop();
    recording.current = undefined;
    if (!recorded || gone.current) return;
    url.current = URL.createObjectURL(recorded.file);
    setState({ step: 'recorded', recorded, url: url.current });
  };
  const start = async () => {
    setState({ step: 'asking' });
    try {
      const started = await VoiceRecording.start(() => {
        if (recording.current !== started) return;
        setState({ step: 'recording', levels: [...started.levels], durationMs: started.durationMs });
        if (started.durationMs >= LONGEST_MS) void stop();
      });
      if (gone.current) return started.cancel();
      recording.current = started;
      setState({ step: 'recording', levels: [], durationMs: 0 });
    } catch (error) {
      const name = error instanceof DOMException ? error.name : '';
      setState({ step: 'refused', why: refusals[name] ?? 'microphoneRefused' });
    }
  };
  useEffect(() => {
    void start();
    return () => {
      gone.current = true;
      recording.current?.cancel();
      if (url.current) URL.revokeObjectURL(url.current);
    };
  }, []);
  return { state, start, stop };
};
