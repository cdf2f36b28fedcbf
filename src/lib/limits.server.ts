import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import { pool } from '#lib/db/client.server.ts';
import { settings } from '#lib/env.server.ts';
import { log } from '#lib/log.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { EVENTS, LIMITS, type EventName, type Limit, type LimitName } from './limits.ts';

/** One point of a limit for a key. `seconds`: the limit's time, if it varies. */
export type Spend = [limit: LimitName, key: string, seconds?: number];

/** False if the operator has turned the limits off, for load tests. */
export function limitsOn(): boolean {
  return settings().RATE_LIMITS === 'on';
}

/**
 * Spends a point of `limit` for `key`, such as a user's id. Counts in memory while the database is away.
 * @throws Refusal `rate-limited` with `retryAfter` in seconds
 */
export async function spend(...[limit, key, seconds = LIMITS[limit].seconds]: Spend): Promise<void> {
  if (!limitsOn()) return;
  try {
    await limiters[limit].consume(key, 1, { customDuration: seconds });
  } catch (refused) {
    throw refused instanceof RateLimiterRes ? refusal(limit, refused) : refused;
  }
}

/** What `spend` would throw, without spending; null: nothing. */
export async function findReached(limit: LimitName, key: string): Promise<Refusal | null> {
  const spent = limitsOn() ? await limiters[limit].get(key) : null;
  return spent && spent.consumedPoints >= LIMITS[limit].points ? refusal(limit, spent) : null;
}

/** Spends all or none: if one refuses, the earlier ones are refunded. @throws Refusal `rate-limited` */
export async function spendTogether(spends: Spend[]): Promise<void> {
  const spent: Spend[] = [];
  try {
    for (const each of spends) {
      await spend(...each);
      spent.push(each);
    }
  } catch (refused) {
    for (const [limit, key] of spent) await giveBack(limit, key);
    throw refused;
  }
}

/** `spendTogether` for what is left out without a message. @returns false if a limit is reached; nothing is spent then */
export async function trySpend(spends: Spend[]): Promise<boolean> {
  try {
    await spendTogether(spends);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'rate-limited') return false;
    throw error;
  }
}

export async function giveBack(limit: LimitName, key: string): Promise<void> {
  if (limitsOn()) await limiters[limit].reward(key);
}

export async function countEvent(event: EventName, key: string): Promise<void> {
  if (limitsOn()) await counters[event].penalty(key);
}

/** How many events were counted for `key` within the event's time, which starts with the first of them. */
export async function eventsOf(event: EventName, key: string): Promise<number> {
  if (!limitsOn()) return 0;
  return (await counters[event].get(key))?.consumedPoints ?? 0;
}

let limiters = makeLimiters();
let counters = makeCounters();

/** What was counted in memory. For tests: their files share a process. */
export function forgetLimits(): void {
  limiters = makeLimiters();
  counters = makeCounters();
}

function makeLimiters() {
  return Object.fromEntries(
    Object.entries(LIMITS).map(([name, limit], index) => [name, limiter(name, limit, index === 0)]),
  ) as Record<LimitName, RateLimiterAbstract>;
}

function makeCounters() {
  return Object.fromEntries(
    Object.entries(EVENTS).map(([name, { seconds }]) => [name, limiter(name, { points: 0, seconds }, false)]),
  ) as Record<EventName, RateLimiterAbstract>;
}

/** @param sweeps every five minutes; one limiter is enough, because all are in one table */
function limiter(
  name: string,
  { points, seconds, inMemory }: Pick<Limit, 'points' | 'seconds' | 'inMemory'>,
  sweeps: boolean,
): RateLimiterAbstract {
  const options = { keyPrefix: name, points, duration: seconds };
  const memory = new RateLimiterMemory(options);
  if (inMemory) return memory;
  return new RateLimiterPostgres({
    ...options,
    // The pool may have been replaced since this module was loaded.
    storeClient: { query },
    storeType: 'client',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: sweeps,
    insuranceLimiter: memory,
  });
}

async function query(statement: { text: string; values: unknown[] }) {
  try {
    return await pool().query(statement);
  } catch (error) {
    log.warn({ err: error }, 'limits are counted in memory: the database does not respond');
    throw error;
  }
}

function refusal(limit: LimitName, { msBeforeNext }: RateLimiterRes): Refusal {
  const retryAfter = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new Refusal('rate-limited', {
    message: `${LIMITS[limit].sentence} Try again in ${inWords(retryAfter)}.`,
    retryAfter,
  });
}

function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  return seconds < 2 * 3600 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}
