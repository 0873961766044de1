/** Carries the widget from its first opening through consent into the conversation. */
import { type Policy, type Purpose, SenimClient, SenimError } from '@senim/client';
import { Credential } from './credential.ts';
import {
  ChatSession,
  createStore,
  type Language,
  type Locale,
  loadLanguage,
  Media,
  type Store,
} from './parts/index.ts';
import { readPolicy } from './read-policy.ts';
import type { WidgetOptions } from './widget-options.ts';
import type { Stage, WidgetState } from './widget-state.ts';

/** What a token that is of no more use is answered with. */
const STALE = ['auth/token-invalid', 'auth/token-expired'];

const codeOf = (error: unknown): string => (error instanceof SenimError ? error.code : '');

export class WidgetSession {
  readonly store: Store<WidgetState>;
  readonly client: SenimClient;
  readonly media: Media;
  /** Was here before: there may be news of a document that was handed over then. */
  readonly isBack: boolean;
  readonly #credential: Credential;
  /** In a language, without becoming a visitor. */
  readonly policy: (locale: Locale) => Promise<Policy>;
  #answer: ((given: boolean) => void) | undefined;

  constructor(options: WidgetOptions, language: Language) {
    this.#credential = new Credential(options);
    this.isBack = this.#credential.isKnown;
    this.client = new SenimClient({ url: options.url, token: this.#credential.token });
    this.media = new Media(this.client);
    this.policy = (locale) => readPolicy(options.url, locale);
    this.store = createStore<WidgetState>({
      language,
      isOpen: false,
      stage: { name: 'resting' },
      connection: 'idle',
      asking: undefined,
    });
    this.client.on('state', ({ current }) => this.store.set({ connection: current }));
  }

  /** Picks the conversation up again for somebody who consented before, so that the badge can count; costs strangers nothing. */
  async resume(): Promise<void> {
    if (this.#credential.isKnown && this.#credential.hasConsented) await this.#enter();
  }

  async open(): Promise<void> {
    this.store.set({ isOpen: true });
    const { name } = this.store.get().stage;
    if (name === 'resting' || name === 'declined' || name === 'failed') await this.start();
  }

  close(): void {
    this.#settle(false);
    this.store.set({ isOpen: false });
  }

  async start(): Promise<void> {
    if (this.#credential.isKnown) await this.#enter();
    else await this.#askConsent(false);
  }

  async setLocale(locale: Locale): Promise<void> {
    this.store.set({ language: await loadLanguage(locale) });
    const { stage } = this.store.get();
    if (stage.name === 'consent') await this.#askConsent(stage.changed);
  }

  /** Records the consent, and only then keeps anything on this device. */
  async consent(policy: Policy, purposes: readonly Purpose[]): Promise<void> {
    const { locale } = this.store.get().language;
    try {
      await this.client.consents.give({ policyVersion: policy.version, purposes: [...purposes], locale });
    } catch (error) {
      // Another text came into force while this one was read.
      if (codeOf(error) !== 'consent/version-outdated') throw error;
      return this.#askConsent(true);
    }
    await this.#credential.consented(purposes);
    if (this.store.get().stage.name === 'consent') await this.#enter();
  }

  decline(): void {
    if (!this.#credential.isUser) this.#credential.forget();
    this.#to({ name: 'declined' });
  }

  /** Asks for a purpose in place, the first time it is needed. */
  permit = (purpose: 'photo' | 'voice'): Promise<boolean> => {
    if (this.#credential.has(purpose)) return Promise.resolve(true);
    this.#settle(false);
    this.store.set({ asking: purpose });
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  };

  /** The person's answer to what `permit` asked. */
  async answer(policy: Policy | undefined): Promise<void> {
    const { asking } = this.store.get();
    if (policy && asking) await this.consent(policy, [asking]);
    this.#settle(policy !== undefined);
  }

  #settle(given: boolean): void {
    this.#answer?.(given);
    this.#answer = undefined;
    this.store.set({ asking: undefined });
  }

  #to(stage: Stage): void {
    const { stage: former } = this.store.get();
    if (former.name === 'chat') former.session.dispose();
    this.store.set({ stage });
  }

  async #askConsent(changed: boolean): Promise<void> {
    if (this.store.get().stage.name !== 'consent') this.#to({ name: 'starting' });
    try {
      const { locale } = this.store.get().language;
      const policy = await this.policy(locale);
      if (this.store.get().language.locale === locale) this.#to({ name: 'consent', policy, changed });
    } catch (error) {
      this.#to({ name: 'failed', error });
    }
  }

  async #enter(): Promise<void> {
    this.#to({ name: 'starting' });
    try {
      await this.client.connect();
      const conversation = await this.client.conversations.open({ kind: 'support' });
      const session = new ChatSession(this.client, conversation, this.client.principalId);
      this.#to({ name: 'chat', session });
      await session.loadNewest();
    } catch (error) {
      if (codeOf(error) === 'consent/required') return this.#askConsent(this.#credential.hasConsented);
      if (STALE.includes(codeOf(error)) && !this.#credential.isUser) {
        this.#credential.forget();
        return this.store.get().isOpen ? this.#askConsent(false) : this.#to({ name: 'resting' });
      }
      this.#to({ name: 'failed', error });
    }
  }

  async dispose(): Promise<void> {
    this.#settle(false);
    this.#to({ name: 'resting' });
    this.media.dispose();
    await this.client.close();
  }
}
