import { pool } from './client.server.ts';
import { isMigrated } from './migrate.server.ts';

/** Why this process isn't ready, for the operator; null if it is. Never throws. */
export async function whyNotReady(): Promise<string | null> {
  try {
    return (await isMigrated(pool())) ? null : 'migrations are missing';
  } catch (error) {
    return error instanceof Error ? error.message || 'the database does not respond' : String(error);
  }
}
