/** The client: composes the features; owns no logic. */
import type { Attachments } from './attachments/attachments.ts';
import type { ClientOptions } from './client-options.ts';
import type { ConnectionState, StateChange } from './connection/connection-state.ts';
import type { Conversations } from './conversations/conversations.ts';
import type { Unsubscribe } from './events/typed-emitter.ts';
import type { IdentityDocuments } from './vault/identity-documents.ts';
import type {
  Agent,
  Consent,
  Credentials,
  GiveConsent,
  Locale,
  NewAgent,
  NewVisitor,
  PersonalDataExport,
  Policy,
  SignedInAgent,
} from './wire-types.ts';

export interface ClientEvents {
  /** The connection's state has changed. */
  state: StateChange;
}

export interface Consents {
  /** Records consent to purposes of one policy version. Rejects with `consent/version-outdated`. */
  give(consent: GiveConsent): Promise<Consent>;
}

export interface Agents {
  /** For administrators: adds an agent. Rejects with `agent/exists`. */
  create(agent: NewAgent): Promise<Agent>;
}

const later = (): never => {
  throw new Error('being written');
};

/**
 * @example
 * const { token } = await SenimClient.createVisitor(url);
 * const client = new SenimClient({ url, token: async () => token });
 * await client.connect();
 */
export class SenimClient implements AsyncDisposable {
  /** Open, list, watch. */
  declare readonly conversations: Conversations;
  /** Upload, describe, read. */
  declare readonly attachments: Attachments;
  /** The vault's door. */
  declare readonly identityDocuments: IdentityDocuments;
  declare readonly consents: Consents;
  declare readonly agents: Agents;

  // biome-ignore lint/complexity/noUselessConstructor: its body is being written
  // biome-ignore lint/correctness/noUnusedFunctionParameters: its body is being written
  constructor(options: ClientOptions) {}

  /** A visitor's token, without any personal data. Keep it: it is the way back to the same conversations. */
  static createVisitor(_url: string): Promise<NewVisitor> {
    return later();
  }

  /** An agent's token, for twelve hours. Rejects with `auth/credentials-invalid` or `rate/limited`. */
  static signInAgent(_url: string, _credentials: Credentials): Promise<SignedInAgent> {
    return later();
  }

  /** Where the connection stands. */
  get state(): ConnectionState {
    return later();
  }

  /** The caller's own id, as messages carry it in `authorId`; undefined until it is known. */
  get principalId(): string | undefined {
    return later();
  }

  on<Name extends keyof ClientEvents>(_name: Name, _listener: (payload: ClientEvents[Name]) => void): Unsubscribe {
    return later();
  }

  /**
   * Connects, and stays connected until `close()`. Resolves when first connected, however long that takes;
   * rejects when refused for good (`auth/token-invalid`, `auth/forbidden`, `auth/origin-refused`) or closed meanwhile.
   */
  connect(): Promise<void> {
    return later();
  }

  /** Disconnects, and lets go of every timer, listener and waiting call. Final. Unsent messages stay in a persistent outbox. */
  close(): Promise<void> {
    return later();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The privacy policy in force, in English by default. */
  policy(_locale?: Locale): Promise<Policy> {
    return later();
  }

  /** Everything held about the caller, in one document. */
  export(): Promise<PersonalDataExport> {
    return later();
  }
}
