/** `<senim-chat>`: the launcher in a shadow root of its own; the chat itself comes when it is wanted. */
import { hasKept } from './kept.ts';
import { Launcher, type LauncherState } from './launcher/launcher.ts';
import { styleSheet } from './launcher/style-sheet.ts';
import tokens from './parts/styles/tokens.css';
import { asLocale, chooseLocale } from './parts/text/locale.ts';
import launcherStyles from './styles/launcher.css';
import type { WidgetApp } from './widget-app.ts';

const systemTheme = matchMedia('(prefers-color-scheme: dark)');

/** When the page has nothing better to do; Safari has no such notion. */
const whenIdle = (work: () => void): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: 3_000 });
  else setTimeout(work, 300);
};

export class SenimChatElement extends HTMLElement {
  static readonly observedAttributes = ['locale', 'theme', 'open', 'url', 'token-endpoint'];

  readonly #frame = document.createElement('div');
  readonly #place = document.createElement('div');
  readonly #launcher = new Launcher(() => this.toggleAttribute('open'));
  #state: LauncherState = { locale: 'en', isOpen: false, unread: 0, step: 'ready' };
  #app: Promise<WidgetApp> | undefined;
  #tokenProvider: (() => Promise<string>) | undefined;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styleSheet(tokens, launcherStyles)];
    this.#frame.className = 'senim';
    this.#frame.append(this.#place, this.#launcher.button);
    root.append(this.#frame);
    // A property that was set before this class was known hides the setter.
    const early = Object.getOwnPropertyDescriptor(this, 'tokenProvider');
    if (early && Reflect.deleteProperty(this, 'tokenProvider')) this.#tokenProvider = early.value;
  }

  /** Gives a fresh token of the signed-in user, signed by the site's back end; undefined for visitors. */
  get tokenProvider(): (() => Promise<string>) | undefined {
    return this.#tokenProvider;
  }

  set tokenProvider(provider: (() => Promise<string>) | undefined) {
    this.#tokenProvider = provider;
    if (this.isConnected) this.#restart();
  }

  connectedCallback(): void {
    systemTheme.addEventListener('change', this.#dress);
    this.#dress();
    const page = this.closest('[lang]')?.getAttribute('lang');
    this.#show({ locale: chooseLocale(this.getAttribute('locale'), page, ...navigator.languages) });
    this.#begin();
  }

  disconnectedCallback(): void {
    systemTheme.removeEventListener('change', this.#dress);
    this.#end();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (!this.isConnected || before === now) return;
    if (name === 'theme') this.#dress();
    else if (name === 'locale') this.#speak(now);
    else if (name !== 'open') this.#restart();
    else if (now !== null) void this.#open();
    else void this.#app?.then((app) => app.close());
  }

  get #url(): string {
    return this.getAttribute('url') ?? new URL(import.meta.url).origin;
  }

  #begin(): void {
    if (this.hasAttribute('open')) void this.#open();
    else if (hasKept(this.#url))
      whenIdle(
        () =>
          void this.#load().then(
            (app) => app.resume(),
            () => undefined,
          ),
      );
  }

  #end(): void {
    void this.#app?.then(
      (app) => app.dispose(),
      () => undefined,
    );
    this.#app = undefined;
    this.#show({ isOpen: false, unread: 0, step: 'ready' });
  }

  #restart(): void {
    this.#end();
    this.#begin();
  }

  async #open(): Promise<void> {
    this.#show({ step: 'loading' });
    try {
      const app = await this.#load();
      this.#show({ step: 'ready' });
      if (this.hasAttribute('open')) app.open();
    } catch {
      // The network failed: the next click tries again.
      this.#app = undefined;
      this.#show({ step: 'failed' });
      this.removeAttribute('open');
    }
  }

  #load(): Promise<WidgetApp> {
    this.#app ??= this.#mount();
    return this.#app;
  }

  async #mount(): Promise<WidgetApp> {
    const { chatStyles, mount } = await import('./mount.tsx');
    const root = this.#frame.getRootNode() as ShadowRoot;
    if (root.adoptedStyleSheets.length === 1) root.adoptedStyleSheets.push(chatStyles());
    return mount({
      place: this.#place,
      url: this.#url,
      locale: this.#state.locale,
      tokenProvider: this.#tokenProvider,
      tokenEndpoint: this.getAttribute('token-endpoint') ?? undefined,
      onNews: (news) => {
        const closes = this.#state.isOpen && !news.isOpen;
        this.#show(news);
        this.toggleAttribute('open', news.isOpen);
        if (closes) this.#launcher.button.focus({ preventScroll: true });
      },
    });
  }

  #speak(wanted: string | null): void {
    const locale = asLocale(wanted);
    if (!locale) return;
    this.#show({ locale });
    void this.#app?.then((app) => app.setLocale(locale));
  }

  #show(news: Partial<LauncherState>): void {
    this.#state = { ...this.#state, ...news };
    this.#frame.lang = this.#state.locale;
    this.#launcher.show(this.#state);
  }

  #dress = (): void => {
    const wanted = this.getAttribute('theme');
    const dark = wanted === 'dark' || (wanted !== 'light' && systemTheme.matches);
    this.#frame.dataset['theme'] = dark ? 'dark' : 'light';
  };
}
