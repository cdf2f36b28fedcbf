import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseProcess, newDataDir } from '../support/site.ts';
import { DataDirInUse, startEmbedded } from '../../src/lib/db/embedded/embedded.server.ts';

const site = { exclusive: true };
const command = { exclusive: false };

/** The tests use its database one after the other: creating a cluster costs seconds. */
let dataDir: string;
beforeAll(async () => {
  dataDir = await newDataDir();
});
afterAll(() => rm(dataDir, { recursive: true }));

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

describe('the embedded server', () => {
  it('is created once if two commands start it at the same time', async () => {
    const [one, other] = await Promise.all([
      startEmbedded(dataDir, command),
      startEmbedded(dataDir, command),
    ]);
    expect(one.url).toBe(other.url);
    await Promise.all([one.stop(), other.stop()]);
    expect(() => databaseProcess(dataDir)).toThrow('ENOENT');
  });

  it('keeps data over a restart, with fsync on', async () => {
    const first = await startEmbedded(dataDir, site);
    const client = new pg.Client({ connectionString: first.url });
    await client.connect();
    const { rows } = await client.query<{ fsync: string }>('SHOW fsync');
    expect(rows[0]?.fsync).toBe('on');
    await client.query('CREATE TABLE kept AS SELECT 1 AS one');
    await client.end();
    await first.stop();
    const second = await startEmbedded(dataDir, site);
    const again = new pg.Client({ connectionString: second.url });
    await again.connect();
    expect((await again.query('SELECT one FROM kept')).rowCount).toBe(1);
    await again.end();
    await second.stop();
  });

  it('serves one site and any commands with its password, and the last one stops it', async () => {
    const first = await startEmbedded(dataDir, command);
    const second = await startEmbedded(dataDir, site);
    await expect(startEmbedded(dataDir, site)).rejects.toThrow(DataDirInUse);
    await first.stop();
    expect(await accepts(second.url)).toBe(true);
    expect(await accepts(Object.assign(new URL(second.url), { password: 'guess' }).href)).toBe(false);
    await second.stop();
    expect(await accepts(second.url)).toBe(false);
  });

  it('reports when it has died', async () => {
    const { onLost, stop } = await startEmbedded(dataDir, site);
    const lost = new Promise<void>((resolve) => onLost(resolve));
    process.kill(databaseProcess(dataDir), 'SIGKILL');
    await lost;
    await stop();
  });

  it('puts its data where its user can enter if the folder is private', async () => {
    const home = join(dataDir, 'home');
    await mkdir(home);
    await chmod(home, 0o700);
    const { url, stop } = await startEmbedded(join(home, 'data'), site);
    expect(await accepts(url)).toBe(true);
    await stop();
    const { cluster } = JSON.parse(await readFile(join(home, 'data/database.json'), 'utf8')) as {
      cluster: string;
    };
    if (isAbsolute(cluster)) await rm(cluster, { recursive: true });
  });
});
