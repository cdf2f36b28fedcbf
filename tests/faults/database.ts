import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import { lastError, openCluster, spawnServer } from '../../src/lib/db/embedded/cluster.server.ts';
import { connectionTo } from '../support/connection.ts';
import { freePort, usedDataDir } from '../support/site.ts';

/** A PostgreSQL that can be stopped and started at the same address. */
export interface Database {
  url: string;
  /** The folder that holds the cluster. */
  folder: string;
  /** `fast`: closes its connections. `kill`: kill -9 of the server, whose children then end. */
  stop: (how: 'fast' | 'kill') => Promise<void>;
  start: () => Promise<void>;
  ended: () => boolean;
  query: (sql: string) => Promise<pg.QueryResult>;
  /** Stops it and deletes its data. */
  remove: () => Promise<void>;
}

const SIGNALS = { fast: 'SIGINT', kill: 'SIGKILL' } as const;

/** @param flags more settings of the server; `folder` (an existing, empty one) where the cluster is to lie */
export async function startDatabase({ flags = [] as string[], folder = '' } = {}): Promise<Database> {
  const own = folder || (await usedDataDir({ SAMPLE_DATA: 'off' }));
  const cluster = await openCluster(own);
  const port = await freePort();
  const address = (database: string) =>
    `postgresql://copecheck:${cluster.password}@127.0.0.1:${port}/${database}`;
  let server: ChildProcess | undefined;
  const isUp = async () => {
    const client = new pg.Client({ connectionString: address('postgres') });
    client.on('error', () => {});
    try {
      await client.connect();
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => {});
    }
  };
  const start = async () => {
    server = await spawnServer(cluster, port, flags);
    server.ref(); // tests wait for its exit
    for (let tries = 0; !(await isUp()); tries++) {
      if (tries > 600) throw new Error(`The database did not start: ${lastError(cluster)}`);
      await sleep(50);
    }
  };
  const pool = connectionTo(address('copecheck'));
  const ended = () => server!.exitCode !== null || server!.signalCode !== null;
  const stop = async (how: 'fast' | 'kill') => {
    if (ended()) return;
    const gone = once(server!, 'exit');
    server!.kill(SIGNALS[how]);
    await gone;
  };
  await start();
  const maintenance = connectionTo(address('postgres'));
  const { rowCount } = await maintenance.query(`SELECT FROM pg_database WHERE datname = 'copecheck'`);
  if (!rowCount) await maintenance.query('CREATE DATABASE copecheck');
  await maintenance.end();
  return {
    url: address('copecheck'),
    folder: own,
    stop,
    start,
    ended,
    query: (sql) => pool.query(sql),
    remove: async () => {
      await stop('fast');
      await rm(own, { recursive: true, force: true });
    },
  };
}
