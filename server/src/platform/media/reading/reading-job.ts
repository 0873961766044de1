/** The reading job: excerpts one after the other, upright and upside down, until one of them is a document or the time is used up. */
import { turned } from '../documents/cut-out.ts';
import { type Excerpt, unpackExcerpts } from '../documents/excerpts.ts';
import { type DocumentVerdict, judgeWords, judgeZone } from '../documents/judge-text.ts';
import type { JobResult } from '../media-job.ts';
import type { PrintReader } from './print-reader.ts';

/** Of the processor, not of the clock: a busy machine does not change a verdict. */
const MOST_CPU_MS = 6_000;
/** What was read so surely does not stand on its head. */
const SURE = 70;

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const judge = (reader: PrintReader, { holds, picture }: Excerpt): DocumentVerdict => {
  const read = holds === 'zone' ? reader.readZone : reader.readWords;
  const verdictOn = holds === 'zone' ? judgeZone : judgeWords;
  const upright = read(picture);
  const verdict = verdictOn(upright.text);
  if (verdict !== 'none' || upright.confidence >= SURE) return verdict;
  return verdictOn(read(turned(picture)).text);
};

const judgeAll = (reader: PrintReader, excerpts: readonly Excerpt[]): DocumentVerdict => {
  const until = cpuMs() + MOST_CPU_MS;
  let worst: DocumentVerdict = 'none';
  for (const excerpt of excerpts) {
    // What could not be looked at in time may be one.
    if (cpuMs() > until) return 'suspected';
    const verdict = judge(reader, excerpt);
    if (verdict === 'document') return verdict;
    if (verdict === 'suspected') worst = verdict;
  }
  return worst;
};

export const runReadingJob = (reader: PrintReader, file: Buffer): JobResult => ({
  outcome: 'done',
  facts: { mediaType: 'application/octet-stream', removed: [], verdict: judgeAll(reader, unpackExcerpts(file)) },
  files: new Map(),
});
