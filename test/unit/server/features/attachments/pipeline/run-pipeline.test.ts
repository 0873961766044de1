/** The order of the steps is fixed by their types, and every end but the last leaves nothing. */

import { Readable } from 'node:stream';
import { expect } from 'chai';
import type { IntakeParts, IntakeRows, ScanVerdict } from '../../../../../../server/src/features/attachments/index.ts';
import { catchDocument } from '../../../../../../server/src/features/attachments/pipeline/catch-document.ts';
import { inspectStructure } from '../../../../../../server/src/features/attachments/pipeline/inspect-structure.ts';
import { publishResult } from '../../../../../../server/src/features/attachments/pipeline/publish-result.ts';
import { reservePlace } from '../../../../../../server/src/features/attachments/pipeline/reserve-place.ts';
import { runPipeline } from '../../../../../../server/src/features/attachments/pipeline/run-pipeline.ts';
import { sanitiseContent } from '../../../../../../server/src/features/attachments/pipeline/sanitise-content.ts';
import { scanMalware } from '../../../../../../server/src/features/attachments/pipeline/scan-malware.ts';
import { sealContent } from '../../../../../../server/src/features/attachments/pipeline/seal-content.ts';
import { sniffType } from '../../../../../../server/src/features/attachments/pipeline/sniff-type.ts';
import { spoolBytes } from '../../../../../../server/src/features/attachments/pipeline/spool-bytes.ts';
import { inOrder } from '../../../../../../server/src/features/attachments/pipeline/step.ts';
import { storeContent } from '../../../../../../server/src/features/attachments/pipeline/store-content.ts';
import type { Offered } from '../../../../../../server/src/features/attachments/pipeline/upload.ts';

/** Parts that note what happens, and fail where they are told to. */
const world = (failing?: string, verdict: ScanVerdict = 'clean', isHolding = true) => {
  const log: string[] = [];
  const step = (name: string): void => {
    log.push(name);
    if (name === failing) throw new Error(`${name} failed`);
  };
  const bytes = Buffer.from('plain text');
  const file = {
    bytes: bytes.length,
    sha256: Buffer.alloc(32),
    read: () => Readable.from([bytes], { objectMode: false }),
    [Symbol.asyncDispose]: async () => void log.push('unspool'),
  };
  const parts = {
    spool: { write: async () => file },
    media: { run: async () => ({ outcome: 'refused', reason: 'unreadable', detail: '' }) },
    scanner: {
      scan: async () => {
        step('scan');
        return verdict;
      },
    },
    objects: {
      draft: async (ownerId: string) => ({ id: 'object', ownerId, variant: 'full' }),
      announce: async () => step('announce'),
      put: async () => {
        step('put');
        return 10;
      },
      removeDoomed: async () => void log.push('remove'),
    },
  } as unknown as IntakeParts;
  const holdRow = async (): Promise<boolean> => {
    step('hold');
    return failing !== 'gone';
  };
  const rows: IntakeRows = {
    reserve: async () => {
      step('reserve');
      return 'id';
    },
    publish: async () => {
      step('publish');
      return failing !== 'gone';
    },
    ...(isHolding ? { hold: holdRow } : {}),
    abandon: async () => void log.push('abandon'),
  };
  const offered: Offered = {
    incoming: {
      name: 'a.txt',
      declaredType: '',
      receive: async () => {
        step('receive');
        return file;
      },
    },
    policy: { maxBytes: 100, accepts: ['text'], image: { preset: 'chat', maxSide: 1 } },
  };
  return { log, run: (signal = new AbortController().signal) => runPipeline(offered, parts, rows, signal) };
};

describe('the pipeline', () => {
  it('takes its steps in order and empties the quarantine', async () => {
    const { log, run } = world();

    expect((await run()).kind).to.equal('continue');

    expect(log).to.deep.equal(['reserve', 'receive', 'scan', 'announce', 'put', 'publish', 'unspool']);
  });

  for (const failing of ['receive', 'scan', 'announce', 'put', 'publish', 'gone']) {
    it(`takes everything back when it fails at “${failing}”`, async () => {
      const { log, run } = world(failing);

      const outcome = await run().then(
        () => 'done',
        () => 'failed',
      );

      expect(outcome).to.equal('failed');
      expect(log).to.include.members(['abandon', 'remove']);
      expect(log.includes('unspool')).to.equal(failing !== 'receive');
    });
  }

  it('does not even begin for a sender who has left', async () => {
    const { log, run } = world();

    await run(AbortSignal.abort()).catch(() => undefined);

    expect(log).to.deep.equal([]);
  });

  for (const verdict of ['unreachable', 'timed-out', 'too-large', 'failed'] as const) {
    it(`keeps a file without a verdict (${verdict}) as it came, and goes no further with it`, async () => {
      const { log, run } = world(undefined, verdict);

      expect(await run()).to.include({ kind: 'hold', why: verdict });

      expect(log).to.deep.equal(['reserve', 'receive', 'scan', 'announce', 'put', 'hold', 'unspool']);
    });
  }

  for (const failing of ['announce', 'put', 'hold', 'gone']) {
    it(`takes everything back when a file without a verdict cannot be kept, at “${failing}”`, async () => {
      const { log, run } = world(failing, 'unreachable');

      expect(await run().catch(() => 'failed')).to.equal('failed');

      expect(log).to.include.members(['abandon', 'remove', 'unspool']);
    });
  }

  it('keeps nothing without a verdict where its caller does not hold', async () => {
    const { log, run } = world(undefined, 'unreachable', false);

    expect((await run()).kind).to.equal('hold');

    expect(log).to.deep.equal(['reserve', 'receive', 'scan', 'abandon', 'remove', 'unspool']);
  });

  it('takes nothing that is infected', async () => {
    const { log, run } = world(undefined, 'infected');

    expect(await run()).to.have.nested.property('rejection.reason', 'infected');

    expect(log).to.deep.equal(['reserve', 'receive', 'scan', 'abandon', 'remove', 'unspool']);
  });

  it('cannot be put in another order', () => {
    const last = [sanitiseContent, catchDocument, sealContent, storeContent, publishResult] as const;

    inOrder(reservePlace, spoolBytes, sniffType, inspectStructure, scanMalware, ...last);
    // @ts-expect-error a file is not scanned before it was inspected
    inOrder(reservePlace, spoolBytes, sniffType, scanMalware, inspectStructure, ...last);
    // @ts-expect-error a file is not stored before it was scanned
    inOrder(reservePlace, spoolBytes, sniffType, inspectStructure, ...last, scanMalware);
    // @ts-expect-error no step can be left out
    inOrder(reservePlace, spoolBytes, sniffType, inspectStructure, ...last);
  });
});
