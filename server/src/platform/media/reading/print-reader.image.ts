/** Tesseract, as WebAssembly: reads print out of grey pictures, with language data from packages and nothing from elsewhere. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { GreyPicture } from '../documents/grey-picture.ts';
import type { PrintReader, Reading } from './print-reader.ts';

/** The part of its interface that is used. */
interface TesseractApi {
  Init(dataFolder: string | null, languages: string, engine: number): number;
  SetVariable(name: string, value: string): boolean;
  SetImageFile(orientation: number, turn: number): number;
  Recognize(monitor: null): number;
  GetUTF8Text(): string;
  MeanTextConf(): number;
  Clear(): void;
}

interface TesseractModule {
  readonly TessBaseAPI: new () => TesseractApi;
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void };
}

type StartTesseract = (options: object) => Promise<TesseractModule>;

/** Each is a package with a folder of language data. */
const languages = {
  eng: import.meta.resolve('@tesseract.js-data/eng/package.json'),
  kaz: import.meta.resolve('@tesseract.js-data/kaz/package.json'),
} as const;
const NEURAL_ENGINE = 1;
const ZONE_SETTINGS = {
  tessedit_char_whitelist: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<',
  // One block of lines.
  tessedit_pageseg_mode: '6',
};
/** Sparse text, in any order. */
const WORD_SETTINGS = { tessedit_pageseg_mode: '11' };

const require = createRequire(import.meta.url);

const languageData = (language: string, packageFile: string): Buffer =>
  gunzipSync(readFileSync(join(dirname(fileURLToPath(packageFile)), '4.0.0', `${language}.traineddata.gz`)));

const asPgm = ({ width, height, data }: GreyPicture): Buffer =>
  Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]);

export const openPrintReader = async (): Promise<PrintReader> => {
  const start = require('tesseract.js-core/tesseract-core-simd-lstm') as StartTesseract;
  const silent = (): void => undefined;
  const tesseract = await start({ print: silent, printErr: silent });
  for (const [language, packageFile] of Object.entries(languages)) {
    tesseract.FS.writeFile(`${language}.traineddata`, languageData(language, packageFile));
  }

  const open = (spoken: string, settings: Readonly<Record<string, string>>): TesseractApi => {
    const api = new tesseract.TessBaseAPI();
    if (api.Init(null, spoken, NEURAL_ENGINE) !== 0) throw new Error(`tesseract does not take ${spoken}`);
    for (const [name, value] of Object.entries(settings)) api.SetVariable(name, value);
    return api;
  };
  const read = (api: TesseractApi, picture: GreyPicture): Reading => {
    // It takes its picture from this file.
    tesseract.FS.writeFile('/input', asPgm(picture));
    if (api.SetImageFile(1, 0) === 1) throw new Error('tesseract does not take the picture');
    api.Recognize(null);
    const reading = { text: api.GetUTF8Text(), confidence: api.MeanTextConf() };
    api.Clear();
    return reading;
  };

  const zones = open('eng', ZONE_SETTINGS);
  const words = open('eng+kaz', WORD_SETTINGS);
  return { readZone: (picture) => read(zones, picture), readWords: (picture) => read(words, picture) };
};
