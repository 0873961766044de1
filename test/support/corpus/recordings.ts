/** What becomes of the public recordings: the media type that they are written anew as, or the reason for which they are refused. */
const MP4 = 'audio/mp4';
const MP3 = 'audio/mpeg';
export const WAV = 'audio/wav';
const CONTAINER = 'type-not-allowed: the sound has another container';
const CODEC = 'type-not-allowed: the sound has another codec';
const SILENT = 'type-not-allowed: there is no sound';
const VIDEO = 'type-not-allowed: a video is no voice message';
const CUT_OFF = 'unreadable: the recording is cut off';

export const EXPECTED_RECORDINGS: Readonly<Record<string, string>> = {
  'audio/Apple_voice_memo.m4a': MP4,
  'audio/CWE-835-01.aiff': CONTAINER,
  'audio/Opus.opus': MP4,
  'audio/QuickTime.m4a': CUT_OFF,
  'audio/ShortAudioSampleFrench.mp3': MP3,
  'audio/adts-0-frame.mp3': CUT_OFF,
  'audio/alaw.wav': WAV,
  'audio/empty-picture-tag.mp3': MP3,
  'audio/en-GB__A_Little_Bottle_Of_Water_.mp3': MP3,
  'audio/fixture-adts-mpeg4-2.aac': MP4,
  'audio/fixture.amr': CONTAINER,
  'audio/fixture.m4a': MP4,
  'audio/fixture.opus': MP4,
  'audio/fixture.webm': VIDEO,
  'audio/gsm610.wav': CODEC,
  'audio/issue-406-geob.mp3': MP3,
  'audio/ja-JP__We_Are_At_School_.mp3': MP3,
  'audio/no-last-page.oga': MP4,
  // Every zero byte of it has become a blank.
  'audio/stream.weba': CODEC,
  'audio/testMP3_id3_false_aac.mp3': CUT_OFF,
  'audio/testMP3id3v24.mp3': MP3,
  'audio/testMP3lyrics.mp3': MP3,
  // Ends within its tag, before any sound.
  'audio/testMP3truncated.mp3': CONTAINER,
  'audio/testMP4_truncated.m4a': CUT_OFF,
  'audio/testMP4_udtaLocation.mp4': SILENT,
  'audio/testOPUS.opus': MP4,
  'audio/testVORBIS.ogg': CODEC,
  'audio/testWAV.wav': WAV,
  'video/corrupt.mkv': VIDEO,
  'video/fixture-imovie.mp4': VIDEO,
  'video/testMP4Video.mp4': VIDEO,
  'video/with-gps.mp4': VIDEO,
};
/** A dozen spoken digits. */
export const DIGITS = /^audio\/fsdd-/;

/** @param path within the corpus. */
export const expectedOfRecording = (path: string): string | undefined =>
  DIGITS.test(path) ? WAV : EXPECTED_RECORDINGS[path];
