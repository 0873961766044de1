/** The filter for identity documents on its real worker processes: what would be refused, without a server around it. */
import type { DocumentVerdict } from '../../server/src/platform/media/documents/judge-text.ts';
import { runMedia, testMediaPool } from './media.ts';

export interface Filtered {
  /** `refused`: no picture that the server takes. */
  readonly verdict: DocumentVerdict | 'refused';
  /** Whether anything had to be read. */
  readonly wasRead: boolean;
}

export interface DocumentFilter extends AsyncDisposable {
  look(picture: Buffer): Promise<Filtered>;
}

export const openDocumentFilter = (): DocumentFilter => {
  const media = testMediaPool({ size: 1 });
  const reader = testMediaPool({ program: 'reading', size: 1 });
  return {
    look: async (picture) => {
      const job = { kind: 'image', maxSide: 2_560, preset: 'chat', findsDocuments: true } as const;
      const { answer, outputs } = await runMedia(media, job, picture);
      if (answer.outcome === 'refused') return { verdict: 'refused', wasRead: false };
      const evidence = outputs.get('evidence');
      if (!evidence) return { verdict: 'none', wasRead: false };
      const read = await runMedia(reader, { kind: 'reading' }, evidence);
      const verdict = read.answer.outcome === 'done' ? read.answer.facts.verdict : 'suspected';
      return { verdict: verdict ?? 'none', wasRead: true };
    },
    [Symbol.asyncDispose]: async () => {
      await media[Symbol.asyncDispose]();
      await reader[Symbol.asyncDispose]();
    },
  };
};
