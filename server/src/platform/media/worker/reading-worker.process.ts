/** The program of the worker that reads print. */
import { type MediaJob, refuse } from '../media-job.ts';
import { openPrintReader } from '../reading/print-reader.image.ts';
import { runReadingJob } from '../reading/reading-job.ts';
import { serveJobs } from './job-loop.process.ts';

const reader = await openPrintReader();

await serveJobs((job: MediaJob, file: Buffer) =>
  job.kind === 'reading' ? runReadingJob(reader, file) : refuse('unreadable', 'there is no such job'),
);
