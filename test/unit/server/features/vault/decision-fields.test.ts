/** Fields that agree with themselves, and those that do not. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { judgeFields } from '../../../../../server/src/features/vault/decision-fields.ts';
import { describeWithShared } from '../../../../support/shared-material.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const ZONE = ['IDKAZ0000000000750308400006<<<', '7503083F3512311KAZ<<<<<<<<<<<3', 'ULGI<<AIGERIM<<<<<<<<<<<<<<<<<'];

describe('fields of a document', () => {
  it('are read from a zone as people type it', () => {
    const typed = ['idkaz0000000000750308400006«<', ' 7503083f3512311kaz <<<<<<<<<<<3', 'ULGI«AIGERIM«««««««‹<<'];
    const { fields, faults } = judgeFields({ zone: typed }, NOW);
    expect(faults).to.deep.equal([]);
    expect(fields).to.deep.include({ familyName: 'ULGI', givenName: 'AIGERIM', birthDate: '1975-03-08', sex: 'F' });
    expect(fields).to.deep.include({ personalNumber: '750308400006', expiresOn: '2035-12-31', issuer: 'KAZ' });
  });

  it('may be typed in another script than the zone’s, which stays as typed', () => {
    const typed = { familyName: 'Үлгі', givenName: 'Айгерім', issuer: 'ІІМ' };
    const { fields, faults } = judgeFields({ zone: ZONE, fields: typed }, NOW);
    expect(faults).to.deep.equal([]);
    expect(fields).to.include(typed);
  });

  it('are told by codes where they do not agree', () => {
    const faultsOf = (input: Parameters<typeof judgeFields>[0]) => judgeFields(input, NOW).faults;
    expect(faultsOf({ zone: ['a', 'b'] })).to.deep.equal(['zone/not-a-zone']);
    expect(faultsOf({ zone: ZONE, fields: { sex: 'M' } })).to.deep.equal([
      'zone/differs-in-sex',
      'personal-number/sex',
    ]);
    expect(faultsOf({ fields: { birthDate: '2027-01-01' } })).to.deep.equal(['birth-date/in-the-future']);
    expect(faultsOf({ fields: { expiresOn: '2026-11-24' } })).to.deep.equal(['document/expired']);
    expect(faultsOf({ fields: { expiresOn: '2026-11-25' } })).to.deep.equal([]);
  });
});

describeWithShared('fields of the vectors of zones', 'vectors/mrz.json', (file) => {
  it('agree in all valid ones, the personal number with birth date and sex', async () => {
    const { valid } = JSON.parse(await readFile(file, 'utf8'));
    for (const { id, lines, fields } of valid) {
      const judged = judgeFields({ zone: lines }, NOW);
      expect(judged.faults, id).to.deep.equal([]);
      const number = fields.optional1 ?? fields.personalNumber;
      expect(judged.fields.personalNumber, id).to.equal(number || undefined);
      expect(judged.fields.birthDate?.slice(2).replaceAll('-', ''), id).to.equal(fields.birthDate);
    }
  });

  it('are faulty in all invalid ones', async () => {
    const { invalid } = JSON.parse(await readFile(file, 'utf8'));
    for (const { id, lines } of invalid) expect(judgeFields({ zone: lines }, NOW).faults, id).not.to.deep.equal([]);
  });
});
