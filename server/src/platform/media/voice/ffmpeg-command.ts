/** The command line under which ffmpeg runs: little memory, little time, no files, no network, few decoders. */

export interface FfmpegTools {
  readonly ffmpeg: string;
  readonly prlimit: string;
  readonly timeout: string;
  /** Absent: limits alone, without namespaces of its own. */
  readonly bubblewrap?: string | undefined;
}

/** Samples a second of what the waveform is drawn from. */
export const WAVEFORM_RATE = 8_000;
/** The pipe through which they come. */
export const WAVEFORM_PIPE = 3;

const LIMITS = ['--as=1500000000', '--cpu=20', '--fsize=20000000', '--nofile=64', '--core=0'];
const TIMEOUT = ['-k', '2', '25'];

/** Nothing but its own code, read-only: Debian's libraries are in part links into the folder of alternatives. */
const VISIBLE = ['/usr', '/lib', '/lib64', '/bin', '/etc/alternatives', '/etc/ld.so.cache'];

const sandbox = ({ bubblewrap, ffmpeg }: FfmpegTools): string[] =>
  bubblewrap === undefined
    ? []
    : [
        bubblewrap,
        ...['--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL', '--chdir', '/'],
        ...[...VISIBLE, ffmpeg].flatMap((path) => ['--ro-bind-try', path, path]),
      ];

/** Sealed bytes never reach the disk in the clear: it reads from a pipe and writes into two. */
const INPUT = [
  ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-protocol_whitelist', 'pipe'],
  ...['-format_whitelist', 'matroska,webm,ogg,mov,mp3,wav,aac'],
  ...['-codec_whitelist', 'opus,libopus,vorbis,aac,mp3,mp3float,pcm_s16le'],
  ...['-max_alloc', '100000000', '-t', '600', '-i', 'pipe:0'],
];
const SOUND = [
  ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
  ...['-fflags', '+bitexact', '-flags:a', '+bitexact', '-ac', '1', '-threads', '1'],
  ...['-c:a', 'aac', '-b:a', '48k', '-f', 'adts', 'pipe:1'],
];
const SAMPLES = [
  ...['-map', '0:a:0', '-ac', '1', '-ar', String(WAVEFORM_RATE), '-threads', '1'],
  ...['-c:a', 'pcm_s16le', '-f', 's16le', `pipe:${WAVEFORM_PIPE}`],
];

/** @returns the program, and its arguments. */
export const ffmpegCommand = (tools: FfmpegTools): [program: string, ...args: string[]] => [
  tools.prlimit,
  ...LIMITS,
  ...[tools.timeout, ...TIMEOUT],
  ...sandbox(tools),
  ...[tools.ffmpeg, ...INPUT, ...SOUND, ...SAMPLES],
];
