import { isIPv4 } from 'node:net';
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

interface Limit {
  /** So many in so many seconds, by key. */
  points: number;
  seconds: number;
  reason: string;
  /** What the reader is told, before "Try again in …". */
  sentence: string;
  /** Counted in this process only: too frequent for a query, and bound to one connection anyway. */
  inMemory?: true;
}

export const LIMITS = {
  'sign-in-by-address': {
    points: 5,
    seconds: 60,
    reason: 'One address that tries many names. Counts failures; known devices and addresses are exempt.',
    sentence: 'There were many failed sign-ins from your network.',
  },
  'sign-in-by-pair': {
    points: 10,
    seconds: 3600,
    reason:
      'One address that tries one name: ten guesses an hour, so an attacker with 50 addresses has 500. Only that address is locked out.',
    sentence: 'There were ten failed sign-ins for this name from your network.',
  },
  'sign-in-pace': {
    points: 1,
    seconds: 30,
    reason:
      'Many addresses that try one name: each waits longer between its tries the more of them failed. See LONGEST_DELAY.',
    sentence: 'Someone is guessing the password of this name, so tries from new devices are slowed down.',
  },
  'sign-in-by-device': {
    points: 10,
    seconds: 600,
    reason: 'A stolen device cookie. Only failures on that device count here, and only here.',
    sentence: 'There were ten failed sign-ins on this device.',
  },
  'test-mail': {
    points: 20,
    seconds: 3600,
    reason: 'An admin’s stolen session that makes the site send mail to strangers.',
    sentence: 'There were many test emails within an hour.',
  },
  'password-change': {
    points: 10,
    seconds: 3600,
    reason:
      'A stolen session that guesses the password. By session, so that only its own failures count; the owner can sign in again and has a new one.',
    sentence: 'The current password was wrong ten times within an hour.',
  },
  'sign-up': {
    points: 3,
    seconds: 3600,
    reason: 'Accounts by the hundred. Counts accounts about to be made, not typing errors.',
    sentence: 'A few accounts were just made from your address.',
  },
  'sign-up-by-network': {
    points: 20,
    seconds: 3600,
    reason:
      'Accounts made from many addresses of one rented network. A campus or a mobile carrier, whose readers share one, stays below it.',
    sentence: 'Many accounts were just made from your network.',
  },
  'confirm-mail': {
    points: 3,
    seconds: 3600,
    reason:
      'Strangers can have mail sent to any address, known here or not: a person needs one, perhaps two.',
    sentence: 'A few emails were just sent to this address. Look for them, also in the spam folder.',
  },
  'confirm-mail-by-network': {
    points: 10,
    seconds: 3600,
    reason: 'Mail to many addresses from one place.',
    sentence: 'Many confirmation emails were just asked for from your network.',
  },
  'confirm-mail-by-account': {
    points: 5,
    seconds: 3600,
    reason: 'Mail to many addresses from one account that changes its network.',
    sentence: 'You asked for five confirmation emails within an hour.',
  },
  'reset-mail': {
    points: 3,
    seconds: 3600,
    reason:
      'Whoever knows an address can have reset links sent to it. The owner isn’t locked out: the link they were sent works for them.',
    sentence:
      'Three links were just asked for with this address. Look for the newest, also in the spam folder.',
  },
  'reset-mail-by-network': {
    points: 20,
    seconds: 3600,
    reason:
      'Someone who tries many addresses. A school behind one address forgets fewer passwords than that.',
    sentence: 'Many reset links were just asked for from your network.',
  },
  'comment-pace': {
    points: 1,
    seconds: 5,
    reason: 'A double press, a script; nobody writes an argument in five seconds.',
    sentence: 'Your last comment was a moment ago. This one is kept.',
  },
  'comment-volume': {
    points: 30,
    seconds: 3600,
    reason: 'One voice drowning a thread.',
    sentence: 'You wrote thirty comments within an hour. This one is kept.',
  },
  edit: {
    points: 10,
    seconds: 60,
    reason:
      'Each edit is stored, screened and sent to every watcher. A person who fixes typos saves a few times.',
    sentence: 'You edited comments ten times within a minute. Your text is kept.',
  },
  'preview-by-reader': {
    points: 30,
    seconds: 60,
    reason: 'Rendering costs the server time and stores nothing. A writer looks every few seconds at most.',
    sentence: 'You previewed thirty times within a minute. Your text is kept.',
    // A query would cost more than the rendering that it saves.
    inMemory: true,
  },
  'preview-by-address': {
    points: 120,
    seconds: 60,
    reason: 'Many accounts behind one address. A class of readers shares one, too.',
    sentence: 'There were many previews from your network. Your text is kept.',
    inMemory: true,
  },
  vote: {
    points: 60,
    seconds: 60,
    reason: 'Votes and ratings together: each one is told to everybody who watches.',
    sentence: 'Those were many votes within a minute.',
  },
  report: {
    points: 10,
    seconds: 24 * 3600,
    reason: 'A moderator reads each of them; somebody who reports more than this in a day is at war.',
    sentence: 'You have reported ten comments within a day.',
  },
  'data-export': {
    points: 2,
    seconds: 24 * 3600,
    reason: 'Building one reads every row of an account. Twice, so that a failed download can be repeated.',
    sentence: 'You had your data prepared twice within a day.',
  },
  feedback: {
    points: 3,
    seconds: 3600,
    reason: 'Strangers may write, and a person reads all of it.',
    sentence: 'You sent us a few messages within the hour. This one is kept.',
  },
  subscribe: {
    points: 10,
    seconds: 3600,
    reason: 'Each request may send an email to an address that someone else typed. By the caller’s network.',
    sentence: 'There were ten requests to subscribe from your network within an hour.',
  },
  'subscribe-mail': {
    points: 2,
    seconds: 24 * 3600,
    reason:
      'Confirmations that one address gets, from all networks together: enough for a lost email, too few to annoy. Nothing is refused; further emails are not sent.',
    sentence: 'Two confirmations were sent to this address within a day.',
  },
  'socket-messages': {
    points: 10,
    seconds: 1,
    reason: 'A page asks to watch once and says "typing" every few seconds.',
    sentence: 'This page sent too many messages.',
    inMemory: true,
  },
} satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;

/** What is counted for a time without refusing anything. */
const EVENTS = {
  'sign-in-failures': {
    seconds: 3600,
    reason: 'Failed sign-ins for one name from unknown places: they slow down the next ones (sign-in-pace).',
  },
  'known-address': {
    seconds: 30 * 24 * 3600,
    reason: 'Sign-ins to an account from an address: for a month it has its own allowance.',
  },
} satisfies Record<string, { seconds: number; reason: string }>;

export type EventName = keyof typeof EVENTS;

/** Days for which the longest of these counters is kept. */
export const COUNTED_DAYS = Math.ceil(
  Math.max(...[...Object.values(LIMITS), ...Object.values(EVENTS)].map(({ seconds }) => seconds)) /
    (24 * 3600),
);

/** One point of a limit for a key; `seconds`: the limit's own time, where it varies. */
export type Spend = [limit: LimitName, key: string, seconds?: number];

/** Rooms that one socket may watch at once: more tabs in one connection than any page opens. */
export const MAX_ROOMS = 30;

/** False where the operator has turned the limits off, for load tests. */
export function limitsOn(): boolean {
  return settings().RATE_LIMITS === 'on';
}

/**
 * Spends one of `limit` for `key` (a user's id, or `networkOf` an address).
 * While the database is away each process counts in its own memory.
 * @throws Refusal `rate-limited` with `retryAfter` in seconds
 */
export async function spend(...[limit, key, seconds = LIMITS[limit].seconds]: Spend): Promise<void> {
  if (settings().RATE_LIMITS === 'off') return;
  try {
    await limiters[limit].consume(key, 1, { customDuration: seconds });
  } catch (refused) {
    throw refused instanceof RateLimiterRes ? refusal(limit, refused) : refused;
  }
}

/**
 * Spends all of these limits or none: if a later one refuses, the earlier ones get theirs back.
 * @throws Refusal `rate-limited`
 */
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

/** `spendTogether` for what is left out in silence. @returns false: a limit is reached, and nothing was spent */
export async function trySpend(spends: Spend[]): Promise<boolean> {
  try {
    await spendTogether(spends);
    return true;
  } catch (fault) {
    if (fault instanceof Refusal && fault.code === 'rate-limited') return false;
    throw fault;
  }
}

/** Takes back one `spend`, where what it was for did not happen. */
export async function giveBack(limit: LimitName, key: string): Promise<void> {
  if (settings().RATE_LIMITS === 'on') await limiters[limit].reward(key);
}

/** Counts one event for `key`. */
export async function countEvent(event: EventName, key: string): Promise<void> {
  if (settings().RATE_LIMITS === 'on') await counters[event].penalty(key);
}

/** How many events were counted for `key` within the event's time, from the first of them on. */
export async function eventsOf(event: EventName, key: string): Promise<number> {
  if (settings().RATE_LIMITS === 'off') return 0;
  return (await counters[event].get(key))?.consumedPoints ?? 0;
}

/** What limits count as one address: an IPv6 customer gets a whole /64, and can use a new address for each request. */
export function networkOf(address: string): string {
  return prefixOf(address, { ipv4: 32, ipv6: 64 });
}

/**
 * What limits count as one network: the smallest block that is routed on its own (IPv4 /24), and what one IPv6 site
 * gets (/48, 65,536 of those /64s).
 */
export function wideNetworkOf(address: string): string {
  return prefixOf(address, { ipv4: 24, ipv6: 48 });
}

/** One caller who may have many addresses at no cost: an IPv4 address, or the /48 of one IPv6 site. */
export function siteOf(address: string): string {
  return prefixOf(address, { ipv4: 32, ipv6: 48 });
}

/** `bits`: multiples of 8 for IPv4, of 16 for IPv6. What is not an IP address is its own network. */
function prefixOf(address: string, bits: { ipv4: number; ipv6: number }): string {
  const groups = groupsOf(address);
  if (groups.length === 8) return `${groups.slice(0, bits.ipv6 / 16).join(':')}::/${bits.ipv6}`;
  if (groups.length !== 4 || bits.ipv4 === 32) return groups.join('.');
  return `${groups.slice(0, bits.ipv4 / 8).join('.')}.0/${bits.ipv4}`;
}

/** The four bytes of an IPv4 address, written as one or as IPv4-mapped IPv6; the eight groups of an IPv6 address. */
function groupsOf(address: string): string[] {
  const plain = address.replace(/%.*$/, '');
  if (isIPv4(plain)) return plain.split('.');
  // URL writes every form of an IPv6 address the same way.
  const canonical = URL.parse(`http://[${plain}]`)?.hostname.slice(1, -1);
  if (!canonical) return [plain];
  const [head = '', tail] = canonical.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right];
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return groups;
  return groups.slice(6).flatMap((group) => {
    const both = parseInt(group, 16);
    return [String(both >> 8), String(both & 255)];
  });
}

const limiters = Object.fromEntries(
  Object.entries(LIMITS).map(([name, limit], index) => [name, limiter(name, limit, index === 0)]),
) as Record<LimitName, RateLimiterAbstract>;

const counters = Object.fromEntries(
  Object.entries(EVENTS).map(([name, { seconds }]) => [name, limiter(name, { points: 0, seconds }, false)]),
) as Record<EventName, RateLimiterAbstract>;

/** All limits live in one table, so one of them is enough to sweep it (`sweeps`: every five minutes). */
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
    // The pool of the moment, not the one that was open when this module was read.
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
    log.warn({ err: error }, 'limits are counted in memory: the database did not answer');
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
