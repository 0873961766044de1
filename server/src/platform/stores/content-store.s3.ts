/** The object store in a bucket of an S3 server: private objects under their ids, written in parts of bounded size. */
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Fault } from '#kernel/fault';
import { isMissing, unavailable } from '../s3/s3-failure.ts';
import type { S3Options } from '../s3/s3-options.ts';
import type { ByteRange } from '../sealing/open-payload.ts';
import { countedSource } from './counted-source.ts';
import { isObjectId, type ObjectStore, type StoredEntry } from './object-store.ts';

/** In memory at once: one part being gathered and those on their way. */
const PART_BYTES = 5 * 1024 * 1024;
const PARTS_AT_ONCE = 2;
/** How often a read that broke off goes on where it was, without a byte between. */
const RESUMES = 2;

interface EncryptionReport {
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
}

/** The headers that ask for encryption on the server. */
export const encryptionHeaders = ({ encryption }: S3Options) =>
  encryption
    ? {
        ServerSideEncryption: encryption.algorithm,
        ...(encryption.keyId === undefined ? {} : { SSEKMSKeyId: encryption.keyId }),
      }
    : {};

/** A 200 is no proof: some servers ignore what they are asked for. */
export const isEncryptedAsAsked = (
  { encryption }: S3Options,
  { ServerSideEncryption, SSEKMSKeyId }: EncryptionReport,
): boolean => {
  if (!encryption) return true;
  if (ServerSideEncryption !== encryption.algorithm) return false;
  const { keyId } = encryption;
  // An alias is reported as the key behind it.
  if (keyId === undefined || /(^|:)alias\//.test(keyId)) return true;
  return SSEKMSKeyId === keyId || SSEKMSKeyId?.endsWith(`/${keyId}`) === true;
};

class BucketContentStore implements ObjectStore {
  readonly #client: S3Client;
  readonly #options: S3Options;
  readonly #pageSize: number;

  constructor(client: S3Client, options: S3Options, pageSize: number) {
    this.#client = client;
    this.#options = options;
    this.#pageSize = pageSize;
  }

  #place(id: string): { Bucket: string; Key: string } {
    if (!isObjectId(id)) throw new Fault('an object id is not a UUID');
    return { Bucket: this.#options.bucket, Key: id };
  }

  async put(id: string, bytes: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<number> {
    const place = this.#place(id);
    // When it is called off, its bytes end with an error: everything on its way is waited for and taken back.
    const source = countedSource(bytes, signal);
    try {
      const upload = new Upload({
        client: this.#client,
        params: { ...place, ...encryptionHeaders(this.#options), Body: source.stream },
        partSize: PART_BYTES,
        queueSize: PARTS_AT_ONCE,
      });
      await upload.done();
      const report = await this.#client.send(new HeadObjectCommand(place));
      if (report.ContentLength !== source.bytes) throw new Fault('a stored object has another length');
      if (!isEncryptedAsAsked(this.#options, report)) throw new Fault('the bucket did not encrypt as it was asked to');
      return source.bytes;
    } catch (error) {
      source.stream.destroy();
      // Should the server be down, the sweep removes what is left.
      await this.remove(id).catch(() => undefined);
      throw source.failure ?? unavailable(error);
    }
  }

  open(id: string, range: ByteRange): Readable {
    return Readable.from(this.#read(this.#place(id), range), { objectMode: false });
  }

  async *#read(place: { Bucket: string; Key: string }, { start, end }: ByteRange): AsyncGenerator<Uint8Array> {
    for (let at = start, failures = 0; at <= end; ) {
      try {
        const { Body } = await this.#client.send(new GetObjectCommand({ ...place, Range: `bytes=${at}-${end}` }));
        for await (const part of Body as Readable) {
          at += (part as Uint8Array).length;
          failures = 0;
          yield part as Uint8Array;
        }
        // What is shorter than it should be is noticed by whoever opens it.
        return;
      } catch (error) {
        if (isMissing(error)) throw new Fault('there is no such object in the bucket', { cause: error });
        failures += 1;
        // Requests are repeated by the client; only a body that broke off is taken up again here.
        if (failures > RESUMES || at === start) throw unavailable(error);
      }
    }
  }

  async remove(id: string): Promise<void> {
    const place = this.#place(id);
    try {
      for await (const { Key, UploadId } of this.#unfinished(id)) {
        if (Key !== id) continue;
        await this.#client.send(new AbortMultipartUploadCommand({ ...place, UploadId })).catch((error: unknown) => {
          // It was finished or taken back in the meantime.
          if (!isMissing(error)) throw error;
        });
      }
      await this.#client.send(new DeleteObjectCommand(place));
    } catch (error) {
      throw unavailable(error);
    }
  }

  async *list(): AsyncIterable<StoredEntry> {
    try {
      for await (const { Key: id = '', Size, LastModified } of this.#objects()) {
        if (isObjectId(id)) yield { id, bytes: Size ?? 0, modifiedAt: LastModified?.getTime() ?? 0 };
      }
      for await (const { Key: id = '', Initiated } of this.#unfinished('')) {
        if (isObjectId(id)) yield { id, bytes: undefined, modifiedAt: Initiated?.getTime() ?? 0 };
      }
    } catch (error) {
      throw unavailable(error);
    }
  }

  async *#objects() {
    let page: ListObjectsV2CommandOutput | undefined;
    do {
      page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#options.bucket,
          MaxKeys: this.#pageSize,
          ContinuationToken: page?.NextContinuationToken,
        }),
      );
      yield* page.Contents ?? [];
    } while (page.IsTruncated && page.NextContinuationToken);
  }

  async *#unfinished(Prefix: string) {
    let page: ListMultipartUploadsCommandOutput | undefined;
    do {
      page = await this.#client.send(
        new ListMultipartUploadsCommand({
          Bucket: this.#options.bucket,
          Prefix,
          MaxUploads: this.#pageSize,
          KeyMarker: page?.NextKeyMarker,
          UploadIdMarker: page?.NextUploadIdMarker,
        }),
      );
      yield* page.Uploads ?? [];
    } while (page.IsTruncated && page.NextKeyMarker);
  }

  async check(): Promise<void> {
    await this.#client.send(new HeadBucketCommand({ Bucket: this.#options.bucket })).catch((error: unknown) => {
      throw unavailable(error);
    });
  }
}

/** @param pageSize how many entries are listed at once; tests ask for few. */
export const openBucketStore = (client: S3Client, options: S3Options, pageSize = 1_000): ObjectStore =>
  new BucketContentStore(client, options, pageSize);
