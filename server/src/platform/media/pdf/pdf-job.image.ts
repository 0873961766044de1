/** The PDF job: draws the pages, and makes of the drawings a thumbnail, preview pages and a safe copy. */
import { previewPageVariants } from '@senim/contract/constants';
import { packExcerpts } from '../documents/excerpts.ts';
import { fromPixels } from '../image/decoder.image.ts';
import { documentEvidence } from '../image/document-evidence.image.ts';
import { previewImage } from '../image/preview.image.ts';
import { type JobResult, type OutputName, type PdfJob, refuse } from '../media-job.ts';
import { holdsName, plainNames } from './active-names.ts';
import { findHiddenFault } from './object-streams.ts';
import { openPdf, type PdfDocument } from './pdfium.image.ts';
import { type PictureOfPage, writeSafeCopy } from './safe-copy.ts';

/** A document with more pages has previews, and no safe copy. */
const MAX_COPIED_PAGES = 100;
/** The same for drawings that weigh more. */
const MAX_COPY_BYTES = 60 * 1024 * 1024;
/** What is not drawn by then is left out; well below the time after which the worker is killed. */
const DRAWING_MS = 18_000;
const JPEG_QUALITY = 78;
/** A scan of a document is among the first. */
const LOOKED_AT_PAGES = 4;

const drawPage = async (document: PdfDocument, index: number): Promise<PictureOfPage> => {
  const { rgba, ...page } = await document.draw(index);
  const jpeg = await fromPixels(rgba, page.pixelWidth, page.pixelHeight)
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
  return { ...page, jpeg };
};

/** Draws what is needed, until the time or the bytes are used up. */
const drawPages = async (document: PdfDocument): Promise<readonly PictureOfPage[]> => {
  const wanted = document.pages > MAX_COPIED_PAGES ? previewPageVariants.length : document.pages;
  const until = performance.now() + DRAWING_MS;
  const drawn: PictureOfPage[] = [];
  let bytes = 0;
  for (let index = 0; index < wanted && performance.now() < until; index++) {
    const page = await drawPage(document, index);
    bytes += page.jpeg.length;
    if (bytes > MAX_COPY_BYTES && index > 0) break;
    drawn.push(page);
  }
  return drawn;
};

const hasProperties = (file: Buffer): boolean => {
  const names = plainNames(file);
  return holdsName(names, '/Info') || holdsName(names, '/Metadata');
};

const evidenceOf = async (pages: readonly PictureOfPage[]): Promise<Uint8Array | undefined> => {
  const excerpts = [];
  for (const { jpeg } of pages.slice(0, LOOKED_AT_PAGES)) {
    excerpts.push(...(await documentEvidence(jpeg, (await previewImage(jpeg)).grey)));
  }
  return excerpts.length > 0 ? packExcerpts(excerpts) : undefined;
};

const build = async (file: Buffer, document: PdfDocument, job: PdfJob): Promise<JobResult> => {
  const drawn = await drawPages(document);
  const [first] = drawn;
  if (!first) return refuse('unreadable', 'the document has no pages');
  const files = new Map<OutputName, Uint8Array>();
  const isWhole = drawn.length === document.pages;
  const removed = isWhole && hasProperties(file) ? (['metadata'] as const) : [];
  if (job.preset === 'document') {
    if (!isWhole) return refuse('too-large', 'the document has too many pages');
    files.set('full', writeSafeCopy(drawn));
    return { outcome: 'done', files, facts: { mediaType: 'application/pdf', removed, pages: document.pages } };
  }
  const { thumbnail, thumbHash } = await previewImage(first.jpeg);
  if (isWhole) files.set('full', writeSafeCopy(drawn));
  files.set('thumbnail', thumbnail);
  let previewPages = 0;
  for (const variant of previewPageVariants.slice(0, drawn.length)) {
    files.set(variant, (drawn[previewPages++] as PictureOfPage).jpeg);
  }
  const evidence = job.findsDocuments ? await evidenceOf(drawn) : undefined;
  if (evidence) files.set('evidence', evidence);
  return {
    outcome: 'done',
    files,
    facts: {
      mediaType: 'application/pdf',
      removed,
      thumbHash,
      pages: document.pages,
      previewPages,
    },
  };
};

const refusalFor = (error: unknown): JobResult => {
  const message = error instanceof Error ? error.message : '';
  if (/password|security/i.test(message)) return refuse('unsafe', 'the document is encrypted');
  if (/no size|load page/i.test(message)) return refuse('unreadable', 'a page of the document is broken');
  if (/memory|unreachable|out of bounds|abort/i.test(message))
    return refuse('unsafe', 'the document takes too much memory');
  return refuse('unreadable', 'the document is broken');
};

export const runPdfJob = async (file: Buffer, job: PdfJob): Promise<JobResult> => {
  const hidden = findHiddenFault(file);
  if (hidden) return refuse('unsafe', hidden);
  try {
    using document = await openPdf(file);
    return await build(file, document, job);
  } catch (error) {
    return refusalFor(error);
  }
};
