import { isOutage } from './db/outage.ts';
import { LAST_ADMIN, sqlStateOf } from './db/sql-state.ts';
import { Refusal } from './refusal.ts';

/** Seconds, about as long as the database takes to restart. */
const RETRY_AFTER = 5;

/**
 * Converts an error to a refusal: `unavailable` for a database outage, `last-admin` if the database's trigger rejected
 * the removal of the last admin. Null for a bug. Forms, the API, pages, sockets and the command line all use it.
 */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (sqlStateOf(error) === LAST_ADMIN) return new Refusal('last-admin');
  return isOutage(error) ? new Refusal('unavailable', { retryAfter: RETRY_AFTER }) : null;
}
