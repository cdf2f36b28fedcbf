import { settings } from '#lib/env.server.ts';
import { Coalescer } from './coalescer.ts';
import type {
  CaseChanged,
  ClaimTally,
  CommentView,
  FrontCount,
  RatingTally,
  VerdictChanged,
  VerdictPresence,
} from './events.ts';
import { liveServer } from './io.server.ts';
import { mergeFront, newerOf } from './newer.ts';
import { Outbox } from './outbox.server.ts';
import { readersOf, typistsOf } from './presence.server.ts';
import { accountRoom, FRONT, MODERATORS, sessionRoom, verdictRoom } from './rooms.ts';

/**
 * The only emitter. Every function names its audience. What goes to verdicts' rooms and the front page is what an
 * anonymous reader may see; only the two functions that say so speak to moderators or to one account. Called after
 * the commit, never within a transaction.
 */

/** As the anonymous reader sees it: `mine` does not exist here, by type. */
export type PublicComment = Omit<CommentView, 'mine'>;

interface Tally {
  claims: Map<string, ClaimTally>;
  ratings: Map<string, RatingTally>;
}

// 25 ms: one packet for a burst, nothing a person notices. Tallies, presence and the front page are not history:
// the latest wins, a few times a second.
const outbox = new Outbox({ gather: 25, patience: alone() ? 250 : 0 }, tellWatchers);
const tallies = new Coalescer<Tally>(250, mergeTally, tellTallies);
const presence = new Coalescer<true>(500, () => true, tellPresence);
const front = new Coalescer<FrontCount>(500, mergeFront, tellFront);

/** One change of a thread. `comments`: all that it touched; `total`: the verdict's comments now. */
export function tellChange(change: {
  verdict: string;
  seq: number;
  comments: PublicComment[];
  total: number;
}): void {
  if (!liveServer()) return;
  outbox.add(change.verdict, change);
  front.add(change.verdict, { slug: change.verdict, comments: change.total, seq: change.seq });
}

/** New counts of claims or of comments' ratings. */
export function tellTally(verdict: string, { claims = [], ratings = [] }: Partial<TallyNews>): void {
  if (!liveServer()) return;
  tallies.add(verdict, {
    claims: new Map(claims.map((claim) => [claim.id, claim])),
    ratings: new Map(ratings.map((rating) => [rating.comment, rating])),
  });
  if (claims.length > 0) front.add(verdict, { slug: verdict, claims });
}

interface TallyNews {
  claims: ClaimTally[];
  ratings: RatingTally[];
}

/** Somebody came, left or writes. */
export function tellReaders(verdict: string): void {
  presence.add(verdict, true);
  front.add(verdict, { slug: verdict, readers: readersOf(verdict) });
}

/** The heartbeat to the watchers on this process; every process sends its own. */
export function tellHead(verdict: string, seq: number): void {
  liveServer()?.local.to(verdictRoom(verdict)).emit('verdict:head', { verdict, seq });
}

/** To moderators only: their room is entered with the role, and left by being cut when the role is lost. */
export function tellCase(news: CaseChanged): void {
  liveServer()?.to(MODERATORS).emit('case:changed', news);
}

/** To one account's own pages only: a number, no text. */
export function tellUnread(userId: string, unread: number): void {
  liveServer()?.to(accountRoom(userId)).emit('notices:changed', { unread });
}

/** Cuts the sockets of one session, or of an account everywhere: they come back as who they are then. */
export function cutSession(sessionId: string): void {
  liveServer()?.in(sessionRoom(sessionId)).disconnectSockets(true);
}

export function cutAccount(userId: string): void {
  liveServer()?.in(accountRoom(userId)).disconnectSockets(true);
}

/** Forgets what waits to be told; the process stops, and whoever missed it resyncs elsewhere. */
export function stopTelling(): void {
  for (const queue of [outbox, tallies, presence, front]) queue.clear();
}

function alone(): boolean {
  return settings().LIVE_ADAPTER === 'memory';
}

function tellWatchers(news: VerdictChanged): void {
  liveServer()?.to(verdictRoom(news.verdict)).emit('verdict:changed', news);
}

function tellTallies(verdict: string, { claims, ratings }: Tally): void {
  const news = { verdict, claims: [...claims.values()], ratings: [...ratings.values()] };
  liveServer()?.to(verdictRoom(verdict)).emit('verdict:tallied', news);
}

function tellPresence(verdict: string): void {
  const typing = typistsOf(verdict, Date.now());
  const news: VerdictPresence = { verdict, readers: readersOf(verdict), typing };
  liveServer()?.local.to(verdictRoom(verdict)).volatile.emit('verdict:presence', news);
}

function tellFront(_slug: string, count: FrontCount): void {
  liveServer()
    ?.to(FRONT)
    .emit('verdicts:changed', { verdicts: [count] });
}

function mergeTally(waiting: Tally, next: Tally): Tally {
  return {
    claims: newerOf(waiting.claims, next.claims),
    ratings: newerOf(waiting.ratings, next.ratings),
  };
}
