/** The policy in force: complete in three languages, true to this installation, and a new version when terms change. */
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { editionOne } from '../../../../../server/src/features/consents/policy/edition-1.ts';
import { buildPolicy, termInWords } from '../../../../../server/src/features/consents/policy.ts';
import { defaultRetentionTerms } from '../../../../../server/src/features/retention/index.ts';

const facts = { companyName: 'Sample LLP', privacyContact: 'privacy@sample.kz', terms: defaultRetentionTerms };
const locales = ['kk', 'ru', 'en'] as const;

describe('buildPolicy', () => {
  it('fills in the company, the contact and every term in each language', () => {
    const { texts } = buildPolicy(editionOne, facts);
    for (const locale of locales) {
      const { text, sha256 } = texts[locale];
      expect(text).to.not.match(/[{}]/);
      expect(text).to.include('Sample LLP').and.to.include('privacy@sample.kz');
      expect(sha256).to.equal(createHash('sha256').update(text).digest('hex'));
    }
    expect(texts.en.text).to.include('| 3 years |').and.to.include('| 30 days |').and.to.include('| 1 day |');
    expect(texts.ru.text).to.include('| 3 года |').and.to.include('| 30 дней |');
    expect(texts.kk.text).to.include('| 3 жыл |').and.to.include('| 30 күн |');
  });

  it('has the same sections, rows and purposes in each language', () => {
    const shape = locales.map((locale) => {
      const { text, purposeTexts } = editionOne.templates[locale];
      const count = (pattern: RegExp) => text.match(pattern)?.length;
      return [count(/^## /gm), count(/^\|/gm), count(/^- /gm), count(/\{\{/g), Object.keys(purposeTexts).join()];
    });
    expect(shape[0]).to.deep.equal(shape[1]).and.to.deep.equal(shape[2]);
  });

  it('has another version when a term changes, and the same when only the contact does', () => {
    const { version } = buildPolicy(editionOne, facts);
    const longer = { ...facts, terms: { ...facts.terms, photo: facts.terms.photo * 2 } };
    expect(buildPolicy(editionOne, longer).version).to.not.equal(version);
    expect(buildPolicy(editionOne, { ...facts, privacyContact: '+7 700 000 00 00' }).version).to.equal(version);
    expect(version.length).to.be.at.most(50);
  });

  it('refuses a text that asks for an unknown fact', () => {
    const { en } = editionOne.templates;
    const broken = { ...editionOne, templates: { ...editionOne.templates, en: { ...en, text: '{{unknown}}' } } };
    expect(() => buildPolicy(broken, facts)).to.throw('unknown fact: unknown');
  });
});

describe('termInWords', () => {
  it('uses the largest unit that needs no fraction', () => {
    expect(termInWords(365 * 86_400, 'en')).to.equal('1 year');
    expect(termInWords(36 * 3_600, 'en')).to.equal('36 hours');
    expect(termInWords(90, 'en')).to.equal('90 seconds');
    expect(termInWords(5, 'ru')).to.equal('5 секунд');
  });
});
