/** What is read from machine-readable zones: zones and labels of others, and what no zone looks like. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { type MachineReadableZone, readMrz } from '../../../../../server/src/platform/mrz/read-mrz.ts';
import { describeWithShared } from '../../../../support/shared-material.ts';

interface Vector {
  readonly id: string;
  readonly format: string;
  readonly lines: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly reason?: string;
}

const readVectors = async (file: string): Promise<{ readonly valid: Vector[]; readonly invalid: Vector[] }> =>
  JSON.parse(await readFile(file, 'utf8'));

/** As the vectors name what stands in the optional field of a card. */
const asLabelled = (zone: MachineReadableZone, fields: Vector['fields']) => {
  const shown: Record<string, string | undefined> = {};
  for (const name of Object.keys(fields)) {
    const known = name === 'optional1' ? 'personalNumber' : name;
    if (known !== 'documentCode') shown[name] = zone[known as 'lastName'] ?? '';
  }
  return shown;
};

describeWithShared('vectors of machine-readable zones', 'vectors/mrz.json', (file) => {
  it('reads every field of the valid ones', async () => {
    const { valid } = await readVectors(file);
    expect(valid).to.have.length.of.at.least(20);
    for (const { id, format, lines, fields } of valid) {
      const zone = readMrz(lines);
      expect(zone, id).to.include({ format, isValid: true, checksHold: true });
      const { documentCode: _, ...labelled } = fields;
      expect(asLabelled(zone as MachineReadableZone, fields), id).to.deep.equal(labelled);
    }
  });

  it('takes none of the invalid ones for valid, and names the check digit that is wrong', async () => {
    const { invalid } = await readVectors(file);
    expect(invalid).to.have.length.of.at.least(20);
    for (const { id, lines, reason = '' } of invalid) {
      const zone = readMrz(lines);
      expect(zone?.isValid ?? false, id).to.equal(false);
      const [kind, field] = reason.split(':');
      if (kind === 'check') expect(zone?.faults, id).to.include(`${field}CheckDigit`);
      if (kind === 'check') expect(zone?.checksHold, id).to.equal(false);
      if (['length', 'lines', 'text'].includes(reason)) expect(zone, id).to.equal(undefined);
    }
  });
});

describeWithShared('zones of real formats', 'corpus/mrz/cheminfo-mrz.tsv', (file) => {
  it('agrees with their labels on validity, check digits and document number', async () => {
    const [, ...rows] = (await readFile(file, 'utf8')).trim().split('\n');
    expect(rows).to.have.length.of.at.least(19);
    for (const row of rows) {
      const [, title, lines = '', isValid, documentNumber, checksHold] = row.split('\t');
      const zone = readMrz(lines.split('|'));
      expect(zone, title).to.not.equal(undefined);
      if (isValid !== 'not-stated') expect(zone?.isValid, title).to.equal(isValid === 'true');
      if (documentNumber) expect(zone?.documentNumber, title).to.equal(documentNumber);
      if (checksHold !== 'None') expect(zone?.checksHold, title).to.equal(checksHold === 'True');
    }
  });
});

describe('readMrz', () => {
  it('finds no zone in lines of other shapes', () => {
    const shapes = [[], [''], ['P<KAZ'], new Array(4).fill('<'.repeat(30)), ['<'.repeat(100_000), '<'.repeat(44)]];
    for (const lines of shapes) expect(readMrz(lines)).to.equal(undefined);
  });

  it('takes a zone of nothing but fillers for invalid', () => {
    expect(readMrz(['<'.repeat(44), '<'.repeat(44)])?.isValid).to.equal(false);
  });
});
