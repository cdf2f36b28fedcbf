import { isOutage } from './db/outage.ts';
import { Refusal } from './refusal.ts';

/** Seconds after which to try again: a restart of the database takes about as long. */
const COME_BACK = 5;

/**
 * The refusal that an error is, or stands for: a Refusal is itself, a database that can't be used now is
 * `unavailable`. Null for a bug. The one place where forms, the API, pages and sockets learn of an outage.
 */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  return isOutage(error) ? new Refusal('unavailable', { retryAfter: COME_BACK }) : null;
}
