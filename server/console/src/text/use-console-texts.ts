/** The console's own texts in the language of the page. */
import { type Locale, useLocale } from '@senim/widget/parts';
import { type ConsoleTexts, en } from './en.ts';
import { kk } from './kk.ts';
import { ru } from './ru.ts';

const catalogues: Record<Locale, ConsoleTexts> = { kk, ru, en };

export const consoleTextsFor = (locale: Locale): ConsoleTexts => catalogues[locale];

export const useConsoleTexts = (): ConsoleTexts => consoleTextsFor(useLocale());
