/** The look job: one page of a document as a bounded picture with writing all over it; never the stored bytes. */
import { decode, fromPixels } from '../image/decoder.image.ts';
import { type JobResult, type LookJob, refuse } from '../media-job.ts';
import { openPdf } from '../pdf/pdfium.image.ts';
import { type Pixels, writeOver } from './watermark.ts';

const MAX_SIDE = 2_000;
const JPEG_QUALITY = 85;
const LONGEST_TEXT = 120;

interface Page extends Pixels {
  readonly pages: number;
}

const bounded = async (image: ReturnType<typeof decode>, pages: number): Promise<Page> => {
  const { data, info } = await image
    .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .flatten({ background: '#ffffff' })
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { rgba: data, width: info.width, height: info.height, pages };
};

const pageOfPdf = async (file: Uint8Array, page: number): Promise<Page | undefined> => {
  using document = await openPdf(file);
  if (page > document.pages) return undefined;
  const { rgba, pixelWidth, pixelHeight } = await document.draw(page - 1);
  return bounded(fromPixels(rgba, pixelWidth, pixelHeight), document.pages);
};

const pageOf = async (file: Uint8Array, { source, page }: LookJob): Promise<Page | undefined> => {
  if (source === 'pdf') return pageOfPdf(file, page);
  return page === 1 ? bounded(decode(file), 1) : undefined;
};

export const runLookJob = async (file: Uint8Array, job: LookJob): Promise<JobResult> => {
  try {
    const page = await pageOf(file, job);
    if (!page) return refuse('unreadable', 'there is no such page');
    writeOver(page, job.text.slice(0, LONGEST_TEXT));
    const { rgba, width, height, pages } = page;
    const full = await fromPixels(rgba, width, height).removeAlpha().jpeg({ quality: JPEG_QUALITY }).toBuffer();
    const facts = { mediaType: 'image/jpeg', removed: [], width, height, pages };
    return { outcome: 'done', facts, files: new Map([['full', full]]) };
  } catch {
    return refuse('unreadable', 'the stored document cannot be drawn');
  }
};
