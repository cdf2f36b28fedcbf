import { pool } from './client.server.ts';
import { isMigrated } from './migrate.server.ts';

/** Why this process can't serve yet, for the operator; null where it can. Throws nothing: not answering is an answer. */
export async function whyNotReady(): Promise<string | null> {
  try {
    return (await isMigrated(pool())) ? null : 'migrations are missing';
  } catch (error) {
    return error instanceof Error ? error.message || 'the database does not answer' : String(error);
  }
}
