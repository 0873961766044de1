/** One upload from beginning to end: prepared, sent in one piece or several, told of as it goes. */
import { preparePhoto } from '#prepare-photo';
import { clientError } from '../errors/senim-error.ts';
import type { HttpClient } from '../http/http-client.ts';
import { Patience } from './patience.ts';
import type { Preparation } from './photo-preparation.ts';
import { resumableUpload } from './resumable-upload.ts';
import type { RunningUpload, UploadParts } from './running-upload.ts';
import { uploadAtOnce } from './upload-at-once.ts';
import type { UploadOptions } from './upload-options.ts';
import { UploadTeller } from './upload-progress.ts';

export interface Upload extends UploadOptions, Pick<RunningUpload, 'path' | 'fields' | 'file'> {
  /** Where neither the caller nor the file gives a name. */
  readonly defaultName: string;
  readonly isPhoto?: boolean;
}

/** From here on it pays to be able to go on after a cut. */
const RESUMABLE_BYTES = 1_000_000;

/** Of each client: what the server knows, by the caller's keys. */
const begun = new WeakMap<HttpClient, Map<string, string>>();
/** The same bytes each time a photo is tried again. */
const preparations = new WeakMap<Blob, Promise<Preparation | undefined>>();

const remembered = <Key extends WeakKey, Value>(map: WeakMap<Key, Value>, key: Key, make: () => Value): Value => {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
};

const prepared = async (upload: Upload, teller: UploadTeller): Promise<Blob> => {
  const { file, isPhoto, prepare, onPrepared } = upload;
  if (!isPhoto || prepare === false) return file;
  teller.preparing();
  const photo = await remembered(preparations, file, () => preparePhoto(file));
  if (!photo) return file;
  teller.becomes(photo.file.size);
  onPrepared?.({ takenOut: photo.takenOut, originalBytes: file.size, bytes: photo.file.size });
  return photo.file;
};

/** Rejects with the server's problem, `network/…` when nothing has moved for two minutes, or `client/aborted`. */
export const upload = async <Answer extends { readonly status: string }>(
  parts: UploadParts,
  upload: Upload,
): Promise<Answer> => {
  const { path, fields, signal, key = crypto.randomUUID() } = upload;
  const teller = new UploadTeller(upload.onProgress, upload.file.size);
  const file = await prepared(upload, teller);
  if (signal?.aborted) throw clientError('client/aborted', path, signal.reason);
  const running: RunningUpload = {
    ...{ parts, path, fields, file, key, signal, teller },
    fileName: upload.name ?? ((upload.file as Partial<File>).name || upload.defaultName),
    patience: new Patience(parts, signal),
    begun: remembered(begun, parts.http, () => new Map()),
  };
  teller.sent(0);
  const answer = await (file.size < RESUMABLE_BYTES ? uploadAtOnce(running) : resumableUpload(running));
  running.begun.delete(key);
  if ((answer as Answer).status === 'checking') teller.checking();
  else teller.done();
  return answer as Answer;
};
