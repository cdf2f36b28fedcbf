import { randomUUID } from 'node:crypto';
import { settings } from '#lib/env.server.ts';
import { countTold, recordLag } from '#lib/metrics.server.ts';
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
import { pack, PACK_FROM } from './pack.server.ts';
import { crowdsHere, readersOf, typistsOf, watchedSlugs } from './presence.server.ts';
import { accountRoom, FRONT, MODERATORS, packedRoom, sessionRoom, verdictRoom } from './rooms.ts';

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
const crowds = new Coalescer<Set<string>>(250, (waiting, next) => waiting.union(next), tellCrowds);

/** This process among the others; another one after every start. */
const SELF = randomUUID();

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

/** Somebody came, left or writes on this process. */
export function tellReaders(verdict: string): void {
  presence.add(verdict, true);
  if (!alone()) crowds.add('', new Set([verdict]));
  front.add(verdict, { slug: verdict, readers: readersOf(verdict) });
}

/** The crowd elsewhere moved: said to the watchers on this process, for every process tells its own. */
export function tellReadersHere(verdict: string): void {
  presence.add(verdict, true);
}

/** To the other processes: all that this one counts. */
export function tellAllCrowds(): void {
  if (alone()) return;
  const rooms = crowdsHere(watchedSlugs(), Date.now());
  liveServer()?.serverSideEmit('presence:told', { from: SELF, rooms, whole: true });
}

/** To the other processes: tell me what you count. */
export function askForCrowds(): void {
  if (!alone()) liveServer()?.serverSideEmit('presence:asked');
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

/** Tells at once what waits to be told, for the process stops; the other processes forget who was here. */
export function tellTheRest(): void {
  for (const queue of [outbox, tallies, front]) queue.flush();
  for (const queue of [presence, crowds]) queue.clear();
  if (!alone()) liveServer()?.serverSideEmit('presence:left', SELF);
}

function alone(): boolean {
  return settings().LIVE_ADAPTER === 'memory';
}

function tellWatchers(news: VerdictChanged, waited: number): void {
  countTold('verdict:changed');
  recordLag(waited / 1000);
  const live = liveServer();
  const [everybody, packing] = [verdictRoom(news.verdict), packedRoom(news.verdict)];
  if (news.comments.length < PACK_FROM) live?.to(everybody).emit('verdict:changed', news);
  else {
    live?.to(packing).emit('verdict:packed', pack(news));
    live?.to(everybody).except(packing).emit('verdict:changed', news);
  }
}

function tellTallies(verdict: string, { claims, ratings }: Tally): void {
  countTold('verdict:tallied');
  const news = { verdict, claims: [...claims.values()], ratings: [...ratings.values()] };
  liveServer()?.to(verdictRoom(verdict)).emit('verdict:tallied', news);
}

function tellPresence(verdict: string): void {
  countTold('verdict:presence');
  const typing = typistsOf(verdict, Date.now());
  const news: VerdictPresence = { verdict, readers: readersOf(verdict), typing };
  liveServer()?.local.to(verdictRoom(verdict)).volatile.emit('verdict:presence', news);
}

function tellCrowds(_all: string, slugs: Set<string>): void {
  const rooms = crowdsHere([...slugs], Date.now());
  liveServer()?.serverSideEmit('presence:told', { from: SELF, rooms, whole: false });
}

function tellFront(_slug: string, count: FrontCount): void {
  countTold('verdicts:changed');
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
