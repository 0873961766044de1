/** Step 4: looks at the structure of text and PDFs; the rest is left to the worker that rebuilds it. */
import { findPdfFault } from './pdf-structure.ts';
import { TextChecker } from './plain-text.ts';
import { proceed, reject, type StepResult } from './step.ts';
import type { Inspected, Sniffed } from './upload.ts';

const isPlainText = async (parts: AsyncIterable<Buffer>): Promise<boolean> => {
  const checker = new TextChecker();
  for await (const part of parts) {
    if (!checker.accepts(part)) return false;
  }
  return checker.accepts(new Uint8Array(0), true);
};

export const inspectStructure = async (upload: Sniffed): Promise<StepResult<Inspected>> => {
  const { family } = upload.type;
  if (family === 'text' && !(upload.isPlainText ?? (await isPlainText(upload.file.read())))) {
    return reject('type-not-allowed', 'the text is not plain UTF-8');
  }
  if (family === 'pdf') {
    const fault = await findPdfFault(upload.file.read());
    if (fault) return reject('unsafe', fault);
  }
  return proceed({ ...upload, structure: family === 'text' || family === 'pdf' ? 'sound' : 'left-to-decoder' });
};
