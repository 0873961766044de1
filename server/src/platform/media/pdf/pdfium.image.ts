/** PDFium under caps. Each document has an instance of its own: nothing of one is left for the next. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { limitMemory } from '../image/wasm-memory.ts';

/** Of the decoder's own memory, which holds the document and one drawn page. */
const MAX_MEMORY_BYTES = 512 * 1024 * 1024;
/** Finer is not needed for reading, and larger is not looked at. */
const PIXELS_PER_POINT = 150 / 72;
const MAX_PAGE_PIXELS = 20_000_000;
const MAX_PAGE_SIDE = 10_000;

/** Read while the worker may still read: it leaves its rights behind before the first document comes. */
const program = readFileSync(fileURLToPath(import.meta.resolve('@hyzyla/pdfium/pdfium.wasm')));
const compiled = new Map<number, Promise<WebAssembly.Module>>();

export interface DrawnPage {
  /** As the document says, in points. */
  readonly width: number;
  readonly height: number;
  readonly pixelWidth: number;
  readonly pixelHeight: number;
  readonly rgba: Uint8Array;
}

export interface PdfDocument extends Disposable {
  readonly pages: number;
  /** Throws when the page is broken. @param index from 0 on. */
  draw(index: number): Promise<DrawnPage>;
}

/** Compiled once for each cap. */
const moduleUnder = (maxBytes: number): Promise<WebAssembly.Module> => {
  const module = compiled.get(maxBytes) ?? WebAssembly.compile(limitMemory(program, maxBytes));
  compiled.set(maxBytes, module);
  return module;
};

const newDecoder = async (maxBytes: number): Promise<PDFiumLibrary> => {
  const module = await moduleUnder(maxBytes);
  return PDFiumLibrary.init({
    instantiateWasm: (imports, done) => {
      // It is handed the instance, whatever its type says.
      const take = done as unknown as (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;
      void WebAssembly.instantiate(module, imports).then((instance) => take(instance, module));
      return {};
    },
  });
};

const pixelSize = (width: number, height: number): { readonly width: number; readonly height: number } => {
  const scale = Math.min(
    PIXELS_PER_POINT,
    Math.sqrt(MAX_PAGE_PIXELS / (width * height)),
    MAX_PAGE_SIDE / Math.max(width, height),
  );
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
};

/** Throws when it is encrypted, broken, or takes too much memory. */
export const openPdf = async (file: Uint8Array, maxBytes = MAX_MEMORY_BYTES): Promise<PdfDocument> => {
  const decoder = await newDecoder(maxBytes);
  const document = await decoder.loadDocument(file);
  return {
    pages: document.getPageCount(),
    draw: async (index) => {
      const page = document.getPage(index);
      const { originalWidth: width, originalHeight: height } = page.getOriginalSize();
      if (!(width > 0 && height > 0 && Number.isFinite(width * height))) throw new Error('a page has no size');
      const pixels = pixelSize(width, height);
      const { data } = await page.render({ ...pixels, scale: 1, render: 'bitmap', renderFormFields: true });
      return { width, height, pixelWidth: pixels.width, pixelHeight: pixels.height, rgba: data };
    },
    [Symbol.dispose]: () => {
      document.destroy();
      decoder.destroy();
      globalThis.gc?.();
    },
  };
};
