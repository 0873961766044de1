/** How the address of a clamd is written. */
import { expect } from 'chai';
import { parseClamdUrl } from '../../../../server/src/config/clamd-address.ts';

describe('CLAMD_URL', () => {
  it('names a host and a port, or the path of a socket', () => {
    expect(parseClamdUrl('tcp://scanner.example:3311')).to.deep.equal({ host: 'scanner.example', port: 3311 });
    expect(parseClamdUrl('tcp://clamav')).to.deep.equal({ host: 'clamav', port: 3310 });
    expect(parseClamdUrl('tcp://[::1]:3310')).to.deep.equal({ host: '::1', port: 3310 });
    expect(parseClamdUrl('unix:/run/clamav/clamd.ctl')).to.deep.equal({ path: '/run/clamav/clamd.ctl' });
    expect(parseClamdUrl('unix:///run/clamav/clamd.ctl')).to.deep.equal({ path: '/run/clamav/clamd.ctl' });
  });

  it('is nothing else', () => {
    const wrong = [
      '',
      'clamav:3310',
      'http://clamav:3310',
      'tcp://',
      'tcp://a:b@clamav',
      'tcp://clamav/x',
      'unix:a',
      'unix://a/b',
    ];

    for (const text of wrong) expect(parseClamdUrl(text), text).to.equal(undefined);
  });
});
