/** The image job: checks before decoding, rebuilds, makes the previews, and looks again at what came out. */

import { packExcerpts } from '../documents/excerpts.ts';
import { type ImageJob, type JobResult, type OutputName, refuse } from '../media-job.ts';
import { documentEvidence } from './document-evidence.image.ts';
import { imageRemovals } from './image-removals.ts';
import { findLeftovers } from './leftovers.image.ts';
import { previewImage } from './preview.image.ts';
import { rebuildImage } from './rebuild.image.ts';
import { openSource, Refused } from './source.image.ts';

const refusalFor = (error: unknown): JobResult => {
  if (error instanceof Refused) return refuse(error.reason, error.message);
  const message = error instanceof Error ? error.message : '';
  if (/pixel limit/i.test(message)) return refuse('unsafe', 'the picture has too many pixels');
  if (/channel limit/i.test(message)) return refuse('unsafe', 'the picture has too many channels');
  if (/timeout/i.test(message)) return refuse('unsafe', 'the picture takes too long to decode');
  if (/unsupported image format/i.test(message)) return refuse('type-not-allowed', 'the picture has another format');
  return refuse('unreadable', 'the picture is broken');
};

const build = async (file: Buffer, job: ImageJob): Promise<JobResult> => {
  const source = await openSource(file);
  const rebuilt = await rebuildImage(source, job);
  const preview = job.preset === 'chat' ? await previewImage(rebuilt.file) : undefined;
  const files = new Map<OutputName, Uint8Array>([['full', rebuilt.file]]);
  if (preview) files.set('thumbnail', preview.thumbnail);
  for (const [name, output] of files) {
    const left = await findLeftovers(output, name === 'full' ? rebuilt.mediaType : 'image/webp');
    if (left.length > 0) return { ...refuse('unsafe', 'the rebuilt picture is not clean'), alarm: left.join(', ') };
  }
  const evidence = preview && job.findsDocuments ? await documentEvidence(rebuilt.file, preview.grey) : [];
  if (evidence.length > 0) files.set('evidence', packExcerpts(evidence));
  return {
    outcome: 'done',
    files,
    facts: {
      mediaType: rebuilt.mediaType,
      width: rebuilt.width,
      height: rebuilt.height,
      removed: imageRemovals(file, source.extras),
      ...(preview ? { thumbHash: preview.thumbHash } : {}),
    },
  };
};

export const runImageJob = async (file: Buffer, job: ImageJob): Promise<JobResult> => {
  try {
    return await build(file, job);
  } catch (error) {
    return refusalFor(error);
  }
};
