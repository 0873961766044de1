/** Specimens that the filter was not tuned on are caught, ordinary pictures are not; `npm run measure:document-filter` counts many. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type DocumentFilter, openDocumentFilter } from '../../../../../support/document-filter.ts';
import { detailedPhoto } from '../../../../../support/sample-files.ts';
import { describeWithShared } from '../../../../../support/shared-material.ts';
import { specimenKinds, specimenPhoto } from '../../../../../support/specimens/specimen-photo.ts';
import { requireTypefaces } from '../../../../../support/typefaces.ts';

/** Far from those of the measurement. */
const SEED = 770_000;
const PER_KIND = 3;

describe('the filter for identity documents', function () {
  this.timeout(300_000);
  let filter: DocumentFilter;
  before(() => {
    filter = openDocumentFilter();
  });
  after(() => filter?.[Symbol.asyncDispose]());

  it('catches cards from both sides and passports, but for one of nine', async function () {
    requireTypefaces(this);
    let missed = 0;
    for (const kind of specimenKinds) {
      for (let index = 0; index < PER_KIND; index++) {
        const { jpeg } = await specimenPhoto(kind, SEED + index);
        if ((await filter.look(jpeg)).verdict === 'none') missed++;
      }
    }
    expect(missed).to.be.at.most(1);
  });

  it('has nothing read of an ordinary photo', async () => {
    expect(await filter.look(await detailedPhoto(2_000, 1_500, 1))).to.deep.equal({ verdict: 'none', wasRead: false });
  });

  describeWithShared('on public pictures', 'corpus', (corpus) => {
    const picturesIn = (folder: string): Buffer[] =>
      readdirSync(join(corpus, folder)).map((name) => readFileSync(join(corpus, folder, name)));

    it('knows every specimen by its check digits', async () => {
      for (const picture of picturesIn('id-specimens')) {
        expect((await filter.look(picture)).verdict).to.equal('document');
      }
    });

    it('takes no photo of a place for a document', async () => {
      for (const picture of picturesIn('images/gps')) {
        expect((await filter.look(picture)).verdict).to.be.oneOf(['none', 'refused']);
      }
    });
  });
});
