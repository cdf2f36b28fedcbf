import { isOutage } from './db/outage.ts';
import { LAST_ADMIN, sqlStateOf } from './db/sql-state.ts';
import { Refusal } from './refusal.ts';

/** Seconds after which to try again: a restart of the database takes about as long. */
const COME_BACK = 5;

/**
 * The refusal that an error is, or stands for: a Refusal is itself, a database that can't be used now is
 * `unavailable`, and the database itself refuses to lose the last admin, whatever the use case. Null for a bug.
 * The one place where forms, the API, pages, sockets and the command line learn of these.
 */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (sqlStateOf(error) === LAST_ADMIN) return new Refusal('last-admin');
  return isOutage(error) ? new Refusal('unavailable', { retryAfter: COME_BACK }) : null;
}
