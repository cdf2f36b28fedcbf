import pg from 'pg';
import { settings, SettingsError, useDatabase } from '../env.server.ts';
import { closeDb } from './client.server.ts';
import { startEmbedded, type Embedded } from './embedded/embedded.server.ts';
import { migrate } from './migrate.server.ts';

export interface OpenDatabase {
  onLost: (listener: () => void) => void;
  close: () => Promise<void>;
}

export interface OpenOptions {
  /** A site needs DATA_DIR for itself; a command may share it with the site. */
  use: 'site' | 'command';
  /** False leaves the schema unchanged: an older version may be serving the database. */
  migrates?: boolean;
  onNew?: () => Promise<void>;
}

/** Opens and migrates DATABASE_URL or the embedded database. @throws DataDirInUse, MigrationError, SettingsError */
export async function openDatabase({ use, onNew, migrates = true }: OpenOptions): Promise<OpenDatabase> {
  const { DATABASE_URL, DATA_DIR, LIVE_ADAPTER } = settings();
  const embedded = DATABASE_URL ? null : await startEmbedded(DATA_DIR, { exclusive: use === 'site' });
  const url = DATABASE_URL ?? embedded!.url;
  useDatabase(url, LIVE_ADAPTER);
  try {
    if (await hasNoHistory(url)) await onNew?.();
    if (migrates) await migrate(url);
    return { onLost: (listener) => embedded?.onLost(listener), close: () => close(embedded) };
  } catch (error) {
    await close(embedded);
    throw error;
  }
}

async function close(embedded: Embedded | null): Promise<void> {
  await closeDb();
  await embedded?.stop();
}

async function hasNoHistory(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  await client.connect().catch((cause: NodeJS.ErrnoException) => {
    const why = cause.message || cause.code; // a host of several addresses fails with an empty message
    throw new SettingsError(`The database of DATABASE_URL does not respond: ${why}`, { cause });
  });
  try {
    const { rows } = await client.query<{ history: string | null }>(
      `SELECT to_regclass('_prisma_migrations') AS history`,
    );
    return rows[0]!.history === null;
  } finally {
    await client.end();
  }
}
