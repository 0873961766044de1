/** How an S3 bucket is reached, and what is asked of it. */

export interface S3Options {
  /** Without a path, e.g. `https://s3.example.kz`. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly bucket: string;
  /** What the server encrypts with, on top of our own sealing; absent: nothing is asked for. */
  readonly encryption?: { readonly algorithm: 'AES256' | 'aws:kms'; readonly keyId?: string | undefined } | undefined;
}
