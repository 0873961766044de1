/** The services that other tests build on start, answer, restart and leave nothing behind. */
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import pg from 'pg';
import { programs } from '../../../scripts/services/programs.ts';
import { requireTool } from '../../support/installed-tool.ts';
import { testPostgres15 } from '../../support/services/postgres15.ts';
import { testRedis } from '../../support/services/redis.ts';

describe('services for tests', function () {
  this.timeout(60_000);

  it('start a Redis, and start it again', async function () {
    requireTool(this, 'redis-server');
    await using redis = await testRedis();
    const client = new Redis(redis.url, { retryStrategy: () => 50 });
    client.on('error', () => undefined);
    await client.set('greeting', 'salem');

    await redis.stop();
    await redis.start();

    expect(await client.get('greeting'), 'nothing is kept').to.equal(null);
    client.disconnect();
  });

  it('start Debian’s PostgreSQL, dump it, and restart it', async function () {
    if (!programs.postgres.find() && !process.env['CI']) this.skip();
    await using postgres = await testPostgres15();
    const ask = async (sql: string): Promise<unknown[]> => {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      const { rows } = await client.query(sql);
      await client.end();
      return rows;
    };
    await ask("create table greeting as select 'salem' as word");

    await postgres.restart();

    expect(await ask('select word from greeting')).to.deep.equal([{ word: 'salem' }]);
    expect(await postgres.pgDump('--data-only')).to.include('salem');
    const [place] = (await ask('show data_directory')) as { data_directory: string }[];
    await postgres[Symbol.asyncDispose]();
    expect(existsSync(place?.data_directory ?? '/')).to.equal(false);
  });
});
