/** The typed, frozen configuration that the composition root hands out in parts. */
import { resolve } from 'node:path';
import { Fault } from '#kernel/fault';
import type { KeyOptions } from '#platform/keys/key-options';
import type { UploadQuotas } from '#platform/quotas/upload-places';
import { type Buckets, toBuckets } from './bucket-settings.ts';
import type { ClamdAddress } from './clamd-address.ts';
import { toKeyOptions } from './key-settings.ts';
import type { SettingValues } from './settings.ts';

export interface RetentionTerms {
  readonly message: number;
  readonly photo: number;
  readonly voice: number;
  readonly file: number;
  readonly identityDocument: number;
  readonly unlinked: number;
}

export interface Config {
  readonly environment: 'development' | 'production';
  readonly host: string;
  readonly port: number;
  /** Absolute. */
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** Undefined: uploads are not scanned for malware. */
  readonly clamd: ClamdAddress | undefined;
  readonly buckets: Buckets;
  readonly keys: KeyOptions;
  /** Age recipients who can open what is stored without the server's keys. */
  readonly recoveryRecipients: { readonly attachments: string | undefined; readonly vault: string | undefined };
  /** Undefined: signed users' tokens are not accepted. */
  readonly authSecret: string | undefined;
  readonly administrator: { readonly email: string; readonly password: string | undefined };
  /** Empty in development: any. */
  readonly allowedOrigins: readonly string[];
  readonly company: { readonly name: string; readonly privacyContact: string };
  /** Seconds. */
  readonly retention: RetentionTerms;
  readonly retentionIntervalSeconds: number;
  /** A rejected identity document needs two verifiers. */
  readonly isFourEyes: boolean;
  /** At identity documents. */
  readonly looks: { readonly openSeconds: number; readonly needsSecondPerson: boolean };
  readonly uploads: {
    readonly quotas: UploadQuotas;
    readonly expirySeconds: number;
    readonly spoolBytes: number;
  };
  readonly headsIntervalSeconds: number;
  readonly hasRateLimits: boolean;
  /** `auto`, `off`, or a path. */
  readonly ffmpeg: string;
  /** Identity documents in ordinary chat are looked for, and stopped. */
  readonly hasDocumentFilter: boolean;
  readonly logLevel: SettingValues['SENIM_LOG_LEVEL'];
}

/** Throws a Fault for a combination that is not safe to run. */
export const toConfig = (values: SettingValues): Config => {
  const isProduction = values.SENIM_ENV === 'production';
  if (isProduction && !values.SENIM_ADMIN_PASSWORD) {
    throw new Fault('in production SENIM_ADMIN_PASSWORD must be set: nothing secret is printed there');
  }
  const { SENIM_RECOVERY_RECIPIENT: recovery, SENIM_VAULT_RECOVERY_RECIPIENT: vaultRecovery } = values;
  if (recovery !== undefined && recovery === vaultRecovery) {
    throw new Fault('SENIM_VAULT_RECOVERY_RECIPIENT must differ: who recovers attachments must not open the vault');
  }
  return Object.freeze({
    environment: values.SENIM_ENV,
    host: values.SENIM_HOST,
    port: values.PORT,
    dataFolder: resolve(values.SENIM_DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    clamd: values.CLAMD_URL,
    buckets: toBuckets(values),
    keys: toKeyOptions(values),
    recoveryRecipients: { attachments: recovery, vault: vaultRecovery },
    authSecret: values.SENIM_AUTH_SECRET,
    administrator: { email: values.SENIM_ADMIN_EMAIL, password: values.SENIM_ADMIN_PASSWORD },
    allowedOrigins: values.SENIM_ALLOWED_ORIGINS,
    company: { name: values.SENIM_COMPANY_NAME, privacyContact: values.SENIM_PRIVACY_CONTACT },
    retention: {
      message: values.SENIM_RETENTION_MESSAGE,
      photo: values.SENIM_RETENTION_PHOTO,
      voice: values.SENIM_RETENTION_VOICE,
      file: values.SENIM_RETENTION_FILE,
      identityDocument: values.SENIM_RETENTION_IDENTITY_DOCUMENT,
      unlinked: values.SENIM_RETENTION_UNLINKED,
    },
    retentionIntervalSeconds: values.SENIM_RETENTION_INTERVAL,
    looks: { openSeconds: values.SENIM_LOOK_TIME, needsSecondPerson: values.SENIM_LOOK_SECOND_PERSON === 'on' },
    isFourEyes: values.SENIM_VERIFICATION_FOUR_EYES === 'on',
    uploads: {
      quotas: {
        person: { bytes: values.SENIM_QUOTA_PERSON_BYTES, files: values.SENIM_QUOTA_PERSON_FILES },
        conversation: { bytes: values.SENIM_QUOTA_CONVERSATION_BYTES, files: values.SENIM_QUOTA_CONVERSATION_FILES },
        atOncePerPerson: values.SENIM_UPLOADS_PER_PERSON,
      },
      expirySeconds: values.SENIM_UPLOAD_EXPIRY,
      spoolBytes: values.SENIM_SPOOL_BYTES,
    },
    headsIntervalSeconds: values.SENIM_HEADS_INTERVAL,
    hasRateLimits: isProduction || values.SENIM_RATE_LIMITS === 'on',
    ffmpeg: values.SENIM_FFMPEG,
    hasDocumentFilter: values.SENIM_DOCUMENT_FILTER === 'on',
    logLevel: values.SENIM_LOG_LEVEL,
  });
};
