/** How the services that keep keys are reached, and which of their keys are ours. */
import type { RingName } from './key-provider.ts';

export interface KmsOptions {
  readonly region: string;
  /** Absent: Amazon's own. */
  readonly endpoint: string | undefined;
  /** In the format of `~/.aws/credentials`. Absent: as the SDK finds them, e.g. the machine's role. */
  readonly credentialsFile: string | undefined;
  /** Its id, ARN or alias. */
  readonly key: string;
}

export interface TransitOptions {
  /** Without a path, e.g. `https://vault.example.kz:8200`. */
  readonly address: string;
  readonly mount: string;
  readonly tokenFile: string;
  readonly key: string;
}

/** What one ring can use. */
export interface RingOptions {
  readonly kms: KmsOptions | undefined;
  readonly transit: TransitOptions | undefined;
}

export interface KeyOptions extends Readonly<Record<RingName, RingOptions>> {
  /** Whose keys wrap what is new, once they were rotated to. */
  readonly provider: 'file' | 'aws-kms' | 'transit';
}
