/** Settings are read at once, and what cannot be used stops the start with a line for each. */
import { expect } from 'chai';
import { toConfig } from '../../../../server/src/config/config.ts';
import { readSettings } from '../../../../server/src/config/read-env.ts';

describe('settings', () => {
  it('have defaults, and an empty value counts as absent', () => {
    const { port, retention, environment } = toConfig(readSettings({ PORT: '' }));

    expect([port, retention.message, environment]).to.deep.equal([3000, 3 * 365 * 86_400, 'development']);
  });

  it('name everything that is wrong in one complaint', () => {
    const environment = {
      PORT: 'many',
      SENIM_RETENTION_PHOTO: 'soon',
      SENIM_AUTH_SECRET: 'short',
      CLAMD_URL: 'clamav:3310',
    };

    expect(() => readSettings(environment)).to.throw(
      /PORT: write a whole number from 0 to 65535[\s\S]*CLAMD_URL: write tcp[\s\S]*SENIM_AUTH_SECRET: [\s\S]*SENIM_RETENTION_PHOTO: write a duration/,
    );
  });

  it('are refused with the range that is permitted', () => {
    const refusal = (environment: Record<string, string>) => () => readSettings(environment);

    for (const value of ['0s', '0', '0.5s', '101y', '-1d', 'soon']) {
      expect(refusal({ SENIM_RETENTION_PHOTO: value }), value).to.throw(
        'SENIM_RETENTION_PHOTO: write a duration from 1s to 100y, such as 1y',
      );
    }
    expect(refusal({ SENIM_RETENTION_INTERVAL: '25d' })).to.throw('from 1s to 24d, such as 1h');
    for (const value of ['abc', '-1', '65536', '1.5', '3000x']) {
      expect(refusal({ PORT: value }), value).to.throw('PORT: write a whole number from 0 to 65535');
    }
    expect(refusal({ SENIM_UPLOADS_PER_PERSON: '0' })).to.throw('write a whole number from 1 to 1000000000');
    expect(refusal({ SENIM_ADMIN_PASSWORD: 'short' })).to.throw('write at least 12 characters');
    expect(refusal({ DATABASE_URL: 'localhost/senim' })).to.throw('such as postgresql://user:password@host:5432/name');
    expect(refusal({ REDIS_URL: 'http://localhost' })).to.throw('such as redis://host:6379');
  });

  it('take durations in words, and refuse production with a generated password', () => {
    const { retention } = toConfig(readSettings({ SENIM_RETENTION_MESSAGE: '90s', SENIM_RETENTION_VOICE: '2h' }));

    expect([retention.message, retention.voice]).to.deep.equal([90, 7_200]);
    expect(() => toConfig(readSettings({ SENIM_ENV: 'production' }))).to.throw(/SENIM_ADMIN_PASSWORD/);
  });
});
