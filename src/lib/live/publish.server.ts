import { settings } from '#lib/env.server.ts';
import { countTold, recordLag } from '#lib/metrics/metrics.server.ts';
import { Coalescer } from './coalescer.ts';
import type {
  Burst,
  CaseChanged,
  ClaimTally,
  CommentView,
  FrontCount,
  RatingTally,
  VerdictChanged,
  VerdictPresence,
} from './events.ts';
import { liveServer } from './io.server.ts';
import { mergeFrontCount, latestByKey } from './latest.ts';
import { Outbox } from './outbox.server.ts';
import { pack, PACK_FROM } from './pack.server.ts';
import { presence, readersOf, SELF } from './presence.server.ts';
import { TYPING_LASTS, type PresenceNews } from './presence.ts';
import { accountRoom, FRONT, MODERATORS, packedRoom, sessionRoom, verdictRoom } from './rooms.ts';

/**
 * The only emitter. Every function names its audience. What goes to verdicts' rooms and the front page is what an
 * anonymous reader may see; only the functions that say so speak to moderators or to one account. Called after
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
const counts = new Coalescer<true>(500, () => true, tellPresence);
const front = new Coalescer<FrontCount>(500, mergeFrontCount, tellFront);
const moves = new Coalescer<Moves>(250, mergeMoves, sendMoves);

/** Readers whose connections or typing changed here, by verdict and reader: each once. */
type Moves = Map<string, [slug: string, reader: string]>;

/** One change of a thread. `comments`: all that it touched; `total`: the verdict's comments now. */
export function publishThreadChange(change: {
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
export function publishTally(verdict: string, { claims = [], ratings = [] }: Partial<TallyNews>): void {
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

/** A reader arrived or left on this process. */
export function publishReaders(verdict: string, reader: string): void {
  counts.add(verdict, true);
  tellOthers(verdict, reader);
  front.add(verdict, { slug: verdict, readers: readersOf(verdict) });
}

/** A reader types on this process. */
export function publishTyping(verdict: string, reader: string): void {
  publishTypingHere(verdict);
  tellOthers(verdict, reader);
}

/** Readers on other processes changed. Only the watchers on this process are told: every process tells its own. */
export function publishReadersHere(verdict: string): void {
  counts.add(verdict, true);
}

const typingEnds = new Map<string, NodeJS.Timeout>();

/** Tells the watchers on this process that somebody types, and again when that must have stopped. */
export function publishTypingHere(verdict: string): void {
  counts.add(verdict, true);
  const timer = typingEnds.get(verdict);
  if (timer) timer.refresh();
  else typingEnds.set(verdict, setTimeout(() => tellTypingEnd(verdict), TYPING_LASTS + 100).unref());
}

function tellTypingEnd(verdict: string): void {
  typingEnds.delete(verdict);
  counts.add(verdict, true);
}

function tellOthers(verdict: string, reader: string): void {
  if (!alone()) moves.add('', new Map([[`${verdict} ${reader}`, [verdict, reader]]]));
}

/** To the other processes: all readers of this one. */
export function sendReaders(): void {
  if (!alone()) presence.whole().forEach(send);
}

/** To the other processes: this one is alive. */
export function sendHeartbeat(): void {
  if (!alone()) send(presence.heartbeat());
}

/** To the other processes, or one of them: send me your readers. */
export function askForReaders(of?: string): void {
  if (alone()) return;
  // Not `undefined`, which would arrive as null.
  if (of === undefined) liveServer()?.serverSideEmit('presence:asked');
  else liveServer()?.serverSideEmit('presence:asked', of);
}

/** The heartbeat to the watchers on this process; every process sends its own. */
export function publishHead(verdict: string, seq: number): void {
  liveServer()?.local.to(verdictRoom(verdict)).emit('verdict:head', { verdict, seq });
}

/** To moderators only: their room is entered with the role, and left by being cut when the role is lost. */
export function publishCase(news: CaseChanged): void {
  liveServer()?.to(MODERATORS).emit('case:changed', news);
}

/** To moderators only, as `tellCase`. */
export function publishBurstList(bursts: Burst[]): void {
  liveServer()?.to(MODERATORS).emit('bursts:changed', { bursts });
}

/** To one account's own pages only: a number, no text. */
export function publishUnreadCount(userId: string, unread: number): void {
  liveServer()?.to(accountRoom(userId)).emit('notices:changed', { unread });
}

/** Cuts the sockets of one session, or of an account everywhere: they come back as who they are then. */
export function cutSession(sessionId: string): void {
  liveServer()?.in(sessionRoom(sessionId)).disconnectSockets(true);
}

export function cutAccount(userId: string): void {
  liveServer()?.in(accountRoom(userId)).disconnectSockets(true);
}

/** Cuts the sockets of an account on this process only, where every process learns of the reason by itself. */
export function cutAccountHere(userId: string): void {
  liveServer()?.local.in(accountRoom(userId)).disconnectSockets(true);
}

/** To every page on this process: the emergency switches changed. Each process hears of it and tells its own. */
export function publishSiteChanged(): void {
  liveServer()?.local.emit('site:changed', 'site:switches');
}

/**
 * To the watchers of a verdict on this process: read the page again. `hidden`: they also leave the room, since nobody
 * is to hear of an unpublished verdict. Each process hears of it and tells its own.
 */
export function publishVerdictState(slug: string, { hidden }: { hidden: boolean }): void {
  const room = liveServer()?.local.in(verdictRoom(slug));
  room?.emit('site:changed', 'verdict:state');
  // They connect again, and ask to watch a verdict that is not there.
  if (hidden) room?.disconnectSockets(true);
}

/** Tells at once what waits to be told, for the process stops; the other processes forget who was here. */
export function publishPending(): void {
  for (const queue of [outbox, tallies, front]) queue.flush();
  for (const queue of [counts, moves]) queue.clear();
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
  const typing = presence.typists(verdict, Date.now());
  const news: VerdictPresence = { verdict, readers: readersOf(verdict), typing };
  liveServer()?.local.to(verdictRoom(verdict)).volatile.emit('verdict:presence', news);
}

function sendMoves(_all: string, moved: Moves): void {
  presence.changes(moved.values(), Date.now()).forEach(send);
}

function mergeMoves(waiting: Moves, next: Moves): Moves {
  for (const [key, move] of next) waiting.set(key, move);
  return waiting;
}

function send(news: PresenceNews): void {
  liveServer()?.serverSideEmit('presence:changed', news);
}

function tellFront(_slug: string, count: FrontCount): void {
  countTold('verdicts:changed');
  liveServer()
    ?.to(FRONT)
    .emit('verdicts:changed', { verdicts: [count] });
}

function mergeTally(waiting: Tally, next: Tally): Tally {
  return {
    claims: latestByKey(waiting.claims, next.claims),
    ratings: latestByKey(waiting.ratings, next.ratings),
  };
}
