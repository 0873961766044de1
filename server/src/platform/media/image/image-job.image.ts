/** The image job: checks before decoding, rebuilds, makes the previews, and looks again at what came out. */
import { type ImageJob, type JobResult, type OutputName, refuse } from '../media-job.ts';
import { decode, MAX_FRAMES, MAX_PIXELS, type Metadata } from './decoder.image.ts';
import { imageRemovals } from './image-removals.ts';
import { previewImage } from './preview.image.ts';
import { rebuildImage } from './rebuild.image.ts';

const ACCEPTED = new Set(['jpeg', 'png', 'webp', 'gif']);

const refusalFor = (error: unknown): JobResult => {
  const message = error instanceof Error ? error.message : '';
  if (/pixel limit/i.test(message)) return refuse('unsafe', 'the picture has too many pixels');
  if (/timeout/i.test(message)) return refuse('unsafe', 'the picture takes too long to decode');
  if (/unsupported image format/i.test(message)) return refuse('type-not-allowed', 'the picture has another format');
  return refuse('unreadable', 'the picture is broken');
};

/** What must not be in a rebuilt file. */
const leftovers = (metadata: Metadata): boolean =>
  Boolean(metadata.exif || metadata.xmp || metadata.iptc || metadata.icc || metadata.orientation || metadata.comments);

const build = async (file: Buffer, metadata: Metadata, job: ImageJob): Promise<JobResult> => {
  const rebuilt = await rebuildImage(file, metadata, job);
  const files = new Map<OutputName, Uint8Array>([['full', rebuilt.file]]);
  const preview = job.preset === 'chat' ? await previewImage(rebuilt.file) : undefined;
  if (preview) files.set('thumbnail', preview.thumbnail);
  for (const output of files.values()) {
    if (leftovers(await decode(output).metadata())) return refuse('unsafe', 'the rebuilt picture carries metadata');
  }
  return {
    outcome: 'done',
    files,
    facts: {
      mediaType: rebuilt.mediaType,
      width: rebuilt.width,
      height: rebuilt.height,
      removed: imageRemovals(file, metadata),
      ...(preview ? { thumbHash: preview.thumbHash } : {}),
    },
  };
};

export const runImageJob = async (file: Buffer, job: ImageJob): Promise<JobResult> => {
  try {
    const metadata = await decode(file).metadata();
    const frames = metadata.pages ?? 1;
    if (!ACCEPTED.has(metadata.format)) return refuse('type-not-allowed', 'the picture has another format');
    if (frames > MAX_FRAMES) return refuse('unsafe', 'the animation has too many frames');
    if (metadata.width * metadata.height * frames > MAX_PIXELS) {
      return refuse('unsafe', 'the picture has too many pixels');
    }
    return await build(file, metadata, job);
  } catch (error) {
    return refusalFor(error);
  }
};
