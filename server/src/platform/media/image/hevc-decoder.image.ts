/** Decodes HEIC in WebAssembly: what goes wrong in there stays in there, and it gets no more memory than it may. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import makeLibheif from 'libheif-js/libheif-wasm/libheif.js';
import { displayP3 } from './display-p3.image.ts';
import type { HeifFacts } from './heif-facts.ts';
import { toPixelTiff } from './pixel-tiff.ts';
import { limitMemory } from './wasm-memory.ts';

/** Enough for the 48 megapixels of the largest phone photos, and not for much more. */
const MAX_MEMORY_BYTES = 512 * 1024 * 1024;

interface Plane {
  readonly width: number;
  readonly height: number;
  /** From one row to the next. */
  readonly stride: number;
  readonly data: Uint8Array;
}

/** As much of the library as is used here. Failures are objects with a code. */
interface Libheif {
  readonly heif_colorspace: Readonly<Record<'heif_colorspace_RGB', unknown>>;
  readonly heif_chroma: Readonly<Record<'heif_chroma_interleaved_RGB' | 'heif_chroma_interleaved_RGBA', unknown>>;
  readonly heif_error_code: Readonly<Record<'heif_error_Ok', unknown>>;
  heif_context_alloc(): object;
  heif_context_read_from_memory(context: object, file: Uint8Array): { readonly code: unknown };
  heif_js_context_get_primary_image_handle(context: object): { readonly code?: unknown };
  heif_image_handle_has_alpha_channel(handle: object): number;
  heif_js_decode_image2(handle: object, colorspace: unknown, chroma: unknown): Decoded | { readonly code: unknown };
}

interface Decoded {
  readonly channels: readonly Plane[];
}

type LibheifFactory = (options: {
  readonly instantiateWasm: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ) => WebAssembly.Exports;
  readonly print: () => void;
  readonly printErr: () => void;
}) => Promise<Libheif>;

/** Read while the process may still read: later it has left its rights behind. */
const code = limitMemory(
  readFileSync(fileURLToPath(import.meta.resolve('libheif-js/libheif-wasm/libheif.wasm'))),
  MAX_MEMORY_BYTES,
);
let compiled: WebAssembly.Module | undefined;

/** A fresh one for each file: nothing of one person's photo is in the memory in which the next is decoded. */
const newLibheif = (): Promise<Libheif> => {
  compiled ??= new WebAssembly.Module(code);
  const module = compiled;
  return (makeLibheif as unknown as LibheifFactory)({
    instantiateWasm: (imports, done) => {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
    print: () => undefined,
    printErr: () => undefined,
  });
};

const rowsOf = function* ({ data, height, stride }: Plane, rowBytes: number): Generator<Uint8Array> {
  for (let row = 0; row < height; row++) yield data.subarray(row * stride, row * stride + rowBytes);
};

/** Upright, as the file says; with its colour profile. Throws when it is broken or needs too much memory. */
export const decodeHevc = async (file: Buffer, { icc, isDisplayP3 }: HeifFacts): Promise<Buffer> => {
  // WebAssembly's memory is given back by garbage collection, which does not know how much it is.
  globalThis.gc?.();
  const profile = icc ?? (isDisplayP3 ? await displayP3() : undefined);
  const libheif = await newLibheif();
  const context = libheif.heif_context_alloc();
  const read = libheif.heif_context_read_from_memory(context, file);
  if (read.code !== libheif.heif_error_code.heif_error_Ok) throw new Error('the container is broken');
  const handle = libheif.heif_js_context_get_primary_image_handle(context);
  if (handle.code) throw new Error('there is no main picture');
  const channels = libheif.heif_image_handle_has_alpha_channel(handle) ? 4 : 3;
  const { heif_colorspace_RGB: rgb } = libheif.heif_colorspace;
  const { heif_chroma_interleaved_RGB: opaque, heif_chroma_interleaved_RGBA: transparent } = libheif.heif_chroma;
  const decoded = libheif.heif_js_decode_image2(handle, rgb, channels === 4 ? transparent : opaque);
  const plane = 'channels' in decoded ? decoded.channels[0] : undefined;
  if (!plane) throw new Error('the picture cannot be decoded');
  const { width, height } = plane;
  return toPixelTiff({ width, height, channels, rows: rowsOf(plane, width * channels) }, profile);
};
