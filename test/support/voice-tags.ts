/** What exiftool and ffprobe find in sounds beside the sound; clean ones have none. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runTool } from './installed-tool.ts';

/** Groups in which what a format has by its nature stands. */
const NATURAL = /^(SourceFile$|(ExifTool|System|File|Composite|RIFF|MPEG|QuickTime|Track1):)/;
const TELLING =
  /^(?!File|System).*(date|comment|title|artist|album|encoder|software|gps|location|picture|lyrics|vendor)/i;
/** How a time is told that is not there. */
const ABSENT = /^(0000:00:00 00:00:00|)$/;
/** What ffprobe calls a tag though the format cannot do without. */
const FORMAT_TAGS: Readonly<Record<string, string>> = {
  major_brand: 'isom',
  minor_version: '512',
  compatible_brands: 'isommp41',
  language: 'und',
  vendor_id: '[0][0][0][0]',
};

interface Part {
  readonly tags?: Record<string, string>;
  readonly codec_type?: string;
}

const foundByFfprobe = async (path: string): Promise<string[]> => {
  const show = ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', path];
  const { format, streams } = JSON.parse((await runTool('ffprobe', show)).toString()) as {
    format: Part;
    streams: Part[];
  };
  const tags = [format, ...streams].flatMap((part) => Object.entries(part.tags ?? {}));
  const unknown = tags.filter(([name, value]) => FORMAT_TAGS[name] !== value).map(([name]) => name);
  return [...unknown, ...streams.slice(1).map((stream) => `a second stream: ${stream.codec_type}`)];
};

/** @returns for each file the names of what should not be there. */
export const tagsIn = async (files: ReadonlyMap<string, Buffer>): Promise<Map<string, string[]>> => {
  const folder = await mkdtemp(join(tmpdir(), 'senim-tags-'));
  try {
    for (const [name, file] of files) await writeFile(join(folder, name), file);
    const output = await runTool('exiftool', ['-j', '-G1', '-a', '-u', '-ext', '*', folder]);
    const found = new Map<string, string[]>();
    for (const exif of JSON.parse(output.toString()) as ({ SourceFile: string } & Record<string, unknown>)[]) {
      const telling = Object.entries(exif)
        .filter(([name, value]) => !NATURAL.test(name) || (TELLING.test(name) && !ABSENT.test(String(value))))
        .map(([name]) => name);
      found.set(basename(exif.SourceFile), [...telling, ...(await foundByFfprobe(exif.SourceFile))]);
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
