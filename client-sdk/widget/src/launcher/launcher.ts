/** The round button that opens the chat: a few lines of DOM, so that a page waits for nothing else. */
import type { Locale } from '../parts/text/locale.ts';
import { launcherTexts } from './launcher-texts.ts';

const SVG = 'http://www.w3.org/2000/svg';
const CHAT =
  'M21 11.5a8.4 8.4 0 0 1-8.5 8.3 8.8 8.8 0 0 1-3.8-.9L3 20.5l1.7-5a8 8 0 0 1-.7-4A8.4 8.4 0 0 1 12.5 3.2 8.4 8.4 0 0 1 21 11.5Z';
const DOWN = 'm6 9 6 6 6-6';

export interface LauncherState {
  readonly locale: Locale;
  readonly isOpen: boolean;
  readonly unread: number;
  readonly step: 'ready' | 'loading' | 'failed';
}

export class Launcher {
  readonly button = document.createElement('button');
  readonly #path = document.createElementNS(SVG, 'path');
  readonly #badge = document.createElement('span');

  constructor(onClick: () => void) {
    const picture = document.createElementNS(SVG, 'svg');
    picture.setAttribute('class', 'icon');
    picture.setAttribute('viewBox', '0 0 24 24');
    picture.setAttribute('aria-hidden', 'true');
    picture.append(this.#path);
    this.#badge.className = 'badge';
    this.#badge.setAttribute('aria-hidden', 'true');
    this.button.type = 'button';
    this.button.className = 'launcher';
    this.button.append(picture, this.#badge);
    this.button.addEventListener('click', onClick);
  }

  show({ locale, isOpen, unread, step }: LauncherState): void {
    const texts = launcherTexts[locale];
    const label = step === 'failed' ? texts.failed : isOpen ? texts.close : texts.open;
    const counts = unread > 0 && !isOpen;
    this.button.setAttribute('aria-label', counts ? `${label}, ${texts.unread(unread)}` : label);
    this.button.setAttribute('aria-expanded', String(isOpen));
    this.button.setAttribute('aria-busy', String(step === 'loading'));
    this.button.title = step === 'failed' ? label : '';
    this.button.classList.toggle('failed', step === 'failed');
    this.#path.setAttribute('d', isOpen ? DOWN : CHAT);
    this.#badge.hidden = !counts && step !== 'failed';
    this.#badge.textContent = step === 'failed' ? '!' : unread > 99 ? '99+' : String(unread);
  }
}
