/** Fetches the style sheets of rarer views into the widget's shadow root, each once. */
import { styleSheet } from '../launcher/style-sheet.ts';
import type { Looks } from '../parts/index.ts';

const loaders: Record<Looks, () => Promise<{ readonly css: string }>> = {
  files: () => import('./files.ts'),
  sheets: () => import('./sheets.ts'),
  consent: () => import('./consent.ts'),
};

export const bringLooksInto = (root: ShadowRoot): ((looks: Looks) => Promise<void>) => {
  const brought = new Set<Looks>();
  return async (looks) => {
    const { css } = await loaders[looks]();
    if (brought.has(looks)) return;
    brought.add(looks);
    root.adoptedStyleSheets.push(styleSheet(css));
  };
};
