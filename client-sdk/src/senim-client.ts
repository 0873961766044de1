/** The client: composes the features; owns no logic. */
import type { Verification } from '@senim/contract';
import type { Attachments } from './attachments/attachments.ts';
import type { ClientOptions } from './client-options.ts';
import { buildClientParts, type ClientParts, type Surroundings } from './client-parts.ts';
import type { ConnectionState, StateChange } from './connection/connection-state.ts';
import { onWake } from './connection/wake.browser.ts';
import type { Conversations } from './conversations/conversations.ts';
import type { Unsubscribe } from './events/typed-emitter.ts';
import { HttpClient } from './http/http-client.ts';
import { type IdentityDocuments, identityDocumentsOver } from './vault/identity-documents.ts';
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
  /** A verifier has decided on one of the caller’s identity documents, and the result is final. */
  verification: Verification;
}

export interface Consents {
  /** Records consent to purposes of one policy version. Rejects with `consent/version-outdated`. */
  give(consent: GiveConsent): Promise<Consent>;
}

export interface Agents {
  /** For administrators: adds an agent. Rejects with `agent/exists`. */
  create(agent: NewAgent): Promise<Agent>;
}

/**
 * @example
 * const { token } = await SenimClient.createVisitor(url);
 * const client = new SenimClient({ url, token: async () => token });
 * await client.connect();
 */
export class SenimClient implements AsyncDisposable {
  /** Open, list, watch. */
  readonly conversations: Conversations;
  /** Upload, describe, read. */
  readonly attachments: Attachments;
  /** The vault's door. */
  readonly identityDocuments: IdentityDocuments;
  readonly consents: Consents;
  /** The caller’s requests, for what a page imports on its own, like `verdictsOf`. */
  readonly http: HttpClient;
  readonly agents: Agents;
  readonly #parts: ClientParts;
  #stopWaking: Unsubscribe = () => {};

  /** @param surroundings for tests: another socket, time and chance. */
  constructor(options: ClientOptions, surroundings: Partial<Surroundings> = {}) {
    const parts = buildClientParts(options, surroundings);
    const { http } = parts;
    this.http = http;
    this.#parts = parts;
    this.conversations = parts.conversations;
    this.attachments = parts.attachments;
    this.identityDocuments = identityDocumentsOver(http, parts.uploads);
    this.consents = { give: (body) => http.json({ method: 'POST', path: '/v1/consents', body }) };
    this.agents = { create: (body) => http.json({ method: 'POST', path: '/v1/agents', body }) };
  }

  /** A visitor's token, without any personal data. Keep it: it is the way back to the same conversations. */
  static createVisitor(url: string): Promise<NewVisitor> {
    return new HttpClient(url).json({ method: 'POST', path: '/v1/visitors' });
  }

  /** An agent's token, for twelve hours. Rejects with `auth/credentials-invalid` or `rate/limited`. */
  static signInAgent(url: string, credentials: Credentials): Promise<SignedInAgent> {
    return new HttpClient(url).json({ method: 'POST', path: '/v1/agents/sign-in', body: credentials });
  }

  /** Where the connection stands. */
  get state(): ConnectionState {
    return this.#parts.connection.state;
  }

  /**
   * The caller's own id, as messages carry it in `authorId`. Visitors and agents know it as soon as there is a token; a site's
   * own user after the first `conversations.open` or the first message sent. Undefined before.
   */
  get principalId(): string | undefined {
    return this.#parts.self.principalId;
  }

  on<Name extends keyof ClientEvents>(name: Name, listener: (payload: ClientEvents[Name]) => void): Unsubscribe {
    return this.#parts.connection.events.on(name, listener);
  }

  /**
   * Connects, and stays connected until `close()`. Resolves when first connected, however long that takes;
   * rejects when refused for good (`auth/token-invalid`, `auth/forbidden`, `auth/origin-refused`) or closed meanwhile.
   */
  connect(): Promise<void> {
    const { connection, outbox } = this.#parts;
    void outbox.load();
    this.#stopWaking();
    this.#stopWaking = onWake(() => connection.wake());
    return connection.connect();
  }

  /** Disconnects, and lets go of every timer, listener and waiting call. Final. Unsent messages stay in a persistent outbox. */
  async close(): Promise<void> {
    const { connection, conversations, catchUp, outbox } = this.#parts;
    this.#stopWaking();
    connection.close();
    catchUp.close();
    conversations.close();
    connection.events.clear();
    await outbox.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The privacy policy in force, in English by default; asked for without a token, so before there is anybody to consent. */
  policy(locale?: Locale): Promise<Policy> {
    return this.http.json({ method: 'GET', path: '/v1/policy', query: { locale }, isPublic: true });
  }

  /** Everything held about the caller, in one document. */
  export(): Promise<PersonalDataExport> {
    return this.http.json({ method: 'GET', path: '/v1/me/export' });
  }
}
