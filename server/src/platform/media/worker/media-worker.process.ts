/** The program of the workers that decode and rebuild files. */
import { runImageJob } from '../image/image-job.image.ts';
import { runLookJob } from '../look/look-job.image.ts';
import { type JobResult, type MediaJob, refuse } from '../media-job.ts';
import { runOfficeJob } from '../office/office-job.image.ts';
import { runPdfJob } from '../pdf/pdf-job.image.ts';
import { runVoiceJob } from '../voice/voice-job.ts';
import { runFailingJob } from './failing-job.ts';
import { serveJobs } from './job-loop.process.ts';

const runJob = (job: MediaJob, file: Buffer): Promise<JobResult> | JobResult => {
  switch (job.kind) {
    case 'image':
      return runImageJob(file, job);
    case 'voice':
      return runVoiceJob(file, job);
    case 'pdf':
      return runPdfJob(file, job);
    case 'look':
      return runLookJob(file, job);
    case 'office':
      return runOfficeJob(file);
    case 'test-only-failure':
      return runFailingJob(job);
    default:
      return refuse('unreadable', 'there is no such job');
  }
};

await serveJobs(runJob);
