/** A client of an S3 server: path style, bounded in time and tries, with a checksum on every body that leaves. */
import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import type { S3Options } from './s3-options.ts';

export interface S3Times {
  readonly connectMs: number;
  /** For an answer to begin, and between two pieces of it. */
  readonly answerMs: number;
  /** How often a request is made before it has failed. */
  readonly tries: number;
}

const TIMES: S3Times = { connectMs: 3_000, answerMs: 15_000, tries: 3 };
/** Readers that pause hold a connection each. */
const MOST_CONNECTIONS = 256;

/** Servers that do not know the newer checksums verify this one (RFC 1864). */
const withContentMd5 = (client: S3Client): S3Client => {
  client.middlewareStack.add(
    (next) => (args) => {
      const { body, headers } = args.request as { body?: unknown; headers?: Record<string, string> };
      if (headers && (Buffer.isBuffer(body) || body instanceof Uint8Array)) {
        headers['content-md5'] = createHash('md5').update(body).digest('base64');
      }
      return next(args);
    },
    { step: 'build', name: 'contentMd5' },
  );
  return client;
};

export const s3Client = (options: S3Options, times: Partial<S3Times> = {}): S3Client => {
  const { connectMs, answerMs, tries } = { ...TIMES, ...times };
  const { accessKeyId, secretAccessKey } = options;
  const agent = { keepAlive: true, maxSockets: MOST_CONNECTIONS };
  return withContentMd5(
    new S3Client({
      endpoint: options.endpoint,
      region: options.region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: true,
      // Other servers than Amazon's refuse, or keep inside the object, what the default adds to a stream.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: tries,
      requestHandler: {
        connectionTimeout: connectMs,
        requestTimeout: answerMs,
        throwOnRequestTimeout: true,
        socketTimeout: answerMs,
        httpAgent: agent,
        httpsAgent: agent,
      },
    }),
  );
};
