import type { IncomingMessage } from 'node:http';
import { SESSION_COOKIE } from '#lib/accounts/session.server.ts';
import { THEME_COOKIE } from '#lib/ui/theme.ts';
import { headsOf } from '#lib/verdicts/find-verdict.server.ts';
import { listState } from '#lib/verdicts/list-verdicts.server.ts';

/** Pages name ages ("3 minutes ago") by the clock they were made at; older than this they would name them wrongly. */
const MAX_AGE = 60_000;

/** An address longer than this is nobody's link, and would only fill the cache. */
const MAX_ADDRESS = 300;

/**
 * The state of what a stranger's page shows: its address, the counters that every change of it moves, and the minute.
 * Null for everything but a verdict or the front page, read by somebody without a cookie of ours.
 */
export async function pageState({ method, url = '', headers }: IncomingMessage): Promise<string | null> {
  if (method !== 'GET' || url.length > MAX_ADDRESS || isKnown(headers.cookie)) return null;
  const asked = askFor(url);
  if (!asked) return null;
  try {
    const state = await asked;
    return state && remember(url, `${url} ${state} ${Math.floor(Date.now() / MAX_AGE)}`);
  } catch (fault) {
    // The database is away: what strangers saw last is still there to be read, and better than a page of regrets.
    const last = lastSeen.get(url);
    if (last === undefined) throw fault;
    return last;
  }
}

/** The question that tells the state of the page at `url`; null where the page is made for each. */
function askFor(url: string): Promise<string | null> | null {
  const [path = ''] = url.split('?');
  // What people search for has no end; those pages are made for each.
  if (path === '/' && !url.includes('q=')) return shared('/', listState);
  const slug = /^\/v\/([a-z0-9-]+)$/.exec(path)?.[1];
  return slug === undefined ? null : shared(slug, () => verdictState(slug));
}

/** As many addresses as a busy hour has; beyond, the oldest is forgotten. */
const REMEMBERED = 2000;
const lastSeen = new Map<string, string>();

function remember(url: string, state: string): string {
  if (lastSeen.get(url) === state) return state;
  lastSeen.delete(url);
  lastSeen.set(url, state);
  if (lastSeen.size > REMEMBERED) lastSeen.delete(lastSeen.keys().next().value!);
  return state;
}

/** Somebody signed in sees their own page, and somebody who chose an appearance sees it in the first byte. */
function isKnown(cookies = ''): boolean {
  return cookies.includes(`${SESSION_COOKIE}=`) || cookies.includes(`${THEME_COOKIE}=`);
}

async function verdictState(slug: string): Promise<string | null> {
  const head = (await headsOf([slug])).get(slug);
  return head ? `${head.version}.${head.seq}.${head.tally}` : null;
}

type Ask = () => Promise<string | null>;

const asking = new Map<string, Promise<string | null>>();

/**
 * Milliseconds for which an answer serves those who ask next: shorter than any page is on its way, and long enough that
 * a crowd is not slowed down to the pace of one question after the other.
 */
const FRESH = 5;

/** Requests for one page share the question that is under way, and its answer while it is fresh. */
function shared(name: string, ask: Ask): Promise<string | null> {
  const under = asking.get(name);
  if (under) return under;
  const asked = ask();
  asking.set(name, asked);
  asked.then(
    () => setTimeout(() => asking.delete(name), FRESH),
    () => asking.delete(name),
  );
  return asked;
}
