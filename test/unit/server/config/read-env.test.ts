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
      /PORT: [\s\S]*CLAMD_URL: write tcp[\s\S]*SENIM_AUTH_SECRET: [\s\S]*SENIM_RETENTION_PHOTO: write a duration/,
    );
  });

  it('take durations in words, and refuse production with a generated password', () => {
    const { retention } = toConfig(readSettings({ SENIM_RETENTION_MESSAGE: '90s', SENIM_RETENTION_VOICE: '2h' }));

    expect([retention.message, retention.voice]).to.deep.equal([90, 7_200]);
    expect(() => toConfig(readSettings({ SENIM_ENV: 'production' }))).to.throw(/SENIM_ADMIN_PASSWORD/);
  });
});
