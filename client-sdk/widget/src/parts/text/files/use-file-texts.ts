/** What is said around files, in the language of the page: comes with the views that say it. */
import { useLocale } from '../language.tsx';
import type { Locale } from '../locale.ts';
import { en, type FileTexts } from './en.ts';
import { kk } from './kk.ts';
import { ru } from './ru.ts';

const catalogues: Record<Locale, FileTexts> = { kk, ru, en };

export const useFileTexts = (): FileTexts => catalogues[useLocale()];
