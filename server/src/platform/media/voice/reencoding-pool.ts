/** A media pool whose voice messages are encoded anew between two runs of the voice job: nothing of the sent packets is left. */
import { Readable } from 'node:stream';
import type { MediaAnswer } from '../media-job.ts';
import type { MediaPool, MediaRequest } from '../media-pool.ts';
import { makeTurns } from '../turns.ts';
import type { VoiceEncoder } from './voice-encoder.ts';

const AT_ONCE = 2;
const MOST_WAITING = 200;

/** The encoder sees only what the voice job wrote: a container made here, of packets that were looked at. */
export const reencodingPool = (pool: MediaPool, encoder: VoiceEncoder): MediaPool => {
  const turns = makeTurns(AT_ONCE, MOST_WAITING);

  const runVoice = async (request: MediaRequest): Promise<MediaAnswer> => {
    const parts: Uint8Array[] = [];
    const onOutput: MediaRequest['onOutput'] = async (_output, bytes) => {
      for await (const part of bytes) parts.push(part);
    };
    const rebuilt = await pool.run({ ...request, onOutput });
    if (rebuilt.outcome === 'refused') return rebuilt;
    const seconds = (rebuilt.facts.durationMs ?? 0) / 1_000;
    const encoded = await encoder.encode(Buffer.concat(parts), seconds, request.signal);
    if (encoded === 'unreadable')
      return { outcome: 'refused', reason: 'unreadable', detail: 'the sound cannot be decoded' };
    const { sound, waveform } = encoded;
    const input = Readable.from([sound], { objectMode: false });
    const answer = await pool.run({ ...request, input, inputBytes: sound.length });
    if (answer.outcome === 'refused') return answer;
    return { ...answer, facts: { ...answer.facts, removed: rebuilt.facts.removed, waveform } };
  };

  return {
    run: async (request) => {
      if (request.job.kind !== 'voice') return pool.run(request);
      const giveBack = await turns.take(request.signal);
      try {
        return await runVoice(request);
      } finally {
        giveBack();
      }
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
};
