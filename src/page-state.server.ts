import type { IncomingMessage } from 'node:http';
import { SESSION_COOKIE } from '#lib/accounts/session.server.ts';
import { cookiesOf } from '#lib/http/cookies.ts';
import { findSwitches } from '#lib/site-settings/find-site-settings.server.ts';
import { readOnlyNotice } from '#lib/site-settings/site-settings.ts';
import { THEME_COOKIE } from '#lib/ui/theme.ts';
import { findVerdictHeads } from '#lib/verdicts/find-verdict.server.ts';
import { listState } from '#lib/verdicts/list/list-verdicts.server.ts';

/** Pages name ages ("3 minutes ago") by the clock they were made at; older than this they would name them wrongly. */
const MAX_AGE = 60_000;

/** An address longer than this is nobody's link, and would only fill the cache. */
const MAX_ADDRESS = 300;

/**
 * The state of what an anonymous page shows: the counters that every change of it moves, and the minute. Null for
 * everything but a verdict or the front page, and for requests that say who sends them.
 */
export function pageState(request: IncomingMessage): Promise<string | null> {
  const { method, url = '' } = request;
  if (method !== 'GET' || url.length > MAX_ADDRESS || hasPageOfItsOwn(request)) return NOT_KEPT;
  return askFor(url) ?? NOT_KEPT;
}

const NOT_KEPT = Promise.resolve(null);

/** The question that tells the state of the page at `url`; null where the page is made for each. */
function askFor(url: string): Promise<string | null> | null {
  const [path = ''] = url.split('?');
  // What people search for has no end; those pages are made for each.
  if (path === '/' && !url.includes('q=')) return shared('/', listState);
  const slug = /^\/v\/([a-z0-9-]+)$/.exec(path)?.[1];
  return slug === undefined ? null : shared(slug, () => verdictState(slug));
}

/**
 * Somebody signed in sees their own page, and somebody who chose an appearance sees it in the first byte. A body would
 * be left unread in the connection.
 */
function hasPageOfItsOwn({ headers }: IncomingMessage): boolean {
  if (headers.authorization !== undefined || headers['transfer-encoding'] || headers['content-length'])
    return true;
  if (headers.cookie === undefined) return false;
  const cookies = cookiesOf(headers.cookie);
  return cookies.has(SESSION_COOKIE) || cookies.has(THEME_COOKIE);
}

async function verdictState(slug: string): Promise<string | null> {
  const head = (await findVerdictHeads([slug])).get(slug);
  // A page that is gone has a state too, by which the cache forgets the one that it kept.
  return head ? `${head.state}.${head.version}.${head.seq}.${head.tally}` : 'absent';
}

interface Answer {
  state: Promise<string | null>;
  /** Half of its time is over: whoever asks now has the question asked again, and is still served. */
  due: boolean;
  next?: Answer | undefined;
}

const answers = new Map<string, Answer>();

/**
 * Milliseconds for which an answer serves those who ask next: shorter than any page is on its way, and long enough that
 * a crowd is not slowed down to the pace of one question after the other.
 */
const FRESH = 5;

/** Requests for one page share the question that is under way, and its answer while it is fresh. */
function shared(name: string, ask: () => Promise<string | null>): Promise<string | null> {
  const known = answers.get(name);
  if (!known) answers.set(name, asked(name, ask));
  else if (known.due && !known.next) known.next = asked(name, ask, known);
  return (known ?? answers.get(name)!).state;
}

/** Asks, while `before` still serves. */
function asked(name: string, ask: () => Promise<string | null>, before?: Answer): Answer {
  const own: Answer = { state: dated(ask()), due: false };
  own.state.then(
    () => {
      answers.set(name, own);
      setTimeout(() => (own.due = true), FRESH / 2);
      setTimeout(() => {
        if (answers.get(name) === own) replace(name, own.next);
      }, FRESH);
    },
    () => {
      if (before) before.next = undefined;
      if (answers.get(name) === own) answers.delete(name);
    },
  );
  return own;
}

function replace(name: string, next: Answer | undefined): void {
  if (next) answers.set(name, next);
  else answers.delete(name);
}

/** With the minute, since pages name ages by it, and with the sentence that a read-only site shows on every page. */
async function dated(asked: Promise<string | null>): Promise<string | null> {
  const [state, switches] = await Promise.all([asked, findSwitches()]);
  const notice = readOnlyNotice(switches);
  return state && `${state} ${Math.floor(Date.now() / MAX_AGE)}${notice === null ? '' : ` ${notice}`}`;
}
