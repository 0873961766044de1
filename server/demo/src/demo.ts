/** The demo page: puts its words in place, and switches language with the chat. */
import { phonePhoto } from './phone-photo.ts';
import { type DemoTexts, translations } from './texts.ts';

const locales = ['kk', 'ru', 'en'] as const;
type Locale = (typeof locales)[number];

const chat = document.querySelector('senim-chat');
const places = [...document.querySelectorAll<HTMLElement>('[data-text]')];
const buttons = [...document.querySelectorAll<HTMLElement>('[data-locale]')];
const nameOf = (place: HTMLElement) => place.dataset['text'] as keyof DemoTexts;

const english = Object.fromEntries(places.map((place) => [nameOf(place), place.textContent])) as DemoTexts;
const texts: Record<Locale, DemoTexts> = { ...translations, en: english };

const show = (locale: Locale): void => {
  document.documentElement.lang = locale;
  chat?.setAttribute('locale', locale);
  for (const place of places) place.textContent = texts[locale][nameOf(place)];
  for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset['locale'] === locale));
};

const wanted = [new URLSearchParams(location.search).get('locale') ?? '', ...navigator.languages];
const spoken = wanted.flatMap((tag) => locales.filter((locale) => tag.toLowerCase().startsWith(locale)));
show(spoken[0] ?? 'en');

for (const button of buttons) button.addEventListener('click', () => show(button.dataset['locale'] as Locale));
document.querySelector('[data-open-chat]')?.addEventListener('click', () => chat?.toggleAttribute('open', true));

document.querySelector('[data-phone-photo]')?.addEventListener('click', async () => {
  const photo = await phonePhoto();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(photo);
  link.download = photo.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
});

const embed = document.getElementById('embed');
if (embed) {
  embed.textContent = `<script type="module" src="${location.origin}/widget.js"></script>\n<senim-chat></senim-chat>`;
}
