/** The compose file and the image speak of settings that exist. */
import { expect } from 'chai';
import { settings } from '../../server/src/config/settings.ts';
import { filesOf } from './repository.ts';

const textOf = (path: string): string => filesOf(path)[0]?.text ?? '';

describe('containers', () => {
  it('are given settings that the server knows', () => {
    const [, server = ''] = /^ {2}senim:\n([\s\S]*?)^ {2}\w+:/m.exec(textOf('docker-compose.yml')) ?? [];
    const names = [...server.matchAll(/^ {6}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name);

    expect(names).to.include('DATABASE_URL');
    expect(Object.keys(settings)).to.include.members(names);
  });

  it('bring the Node.js that everything was tested with', () => {
    const [, tested] = /"node": "(\d+)\./.exec(textOf('package.json')) ?? [];
    const images = [...textOf('Dockerfile').matchAll(/^FROM node:(\d+)/gm)].map(([, major]) => major);

    expect(images).to.deep.equal([tested, tested]);
  });

  it('install from the package.json of every workspace', () => {
    const { workspaces }: { workspaces: string[] } = JSON.parse(textOf('package.json'));

    for (const workspace of workspaces) expect(textOf('Dockerfile')).to.include(`COPY ${workspace}/package.json `);
  });
});
