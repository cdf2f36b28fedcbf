import { settings } from '#lib/env.server.ts';
import { countMessage, recordLag } from '#lib/metrics/metrics.server.ts';
import { BroadcastQueue } from './broadcast-queue.server.ts';
import { Coalescer } from './coalescer.ts';
import type {
  Burst,
  CaseChanged,
  ClaimTally,
  CommentView,
  FrontCount,
  RatingTally,
  VerdictChanged,
} from './events.ts';
import { liveServer } from './io.server.ts';
import { latestByKey, mergeFrontCount } from './latest.ts';
import { pack, PACK_FROM } from './pack.server.ts';
import { accountRoom, FRONT, MODERATORS, packedRoom, verdictRoom } from './rooms.ts';

// The publish functions and publish-presence.server.ts are the only emitters. Each names its audience. What is sent to
// verdicts' rooms and the front page is what an anonymous reader may see. Call them after the commit, never within a
// transaction.

export type PublicComment = Omit<CommentView, 'mine'>;

interface Tally {
  claims: Map<string, ClaimTally>;
  ratings: Map<string, RatingTally>;
}

// 25 ms: one packet for a burst, and unnoticeable. Tallies and the front page are not history: the latest wins, a few
// times a second.
const changes = new BroadcastQueue(
  { interval: 25, gapTimeout: settings().LIVE_ADAPTER === 'memory' ? 250 : 0 },
  sendChanges,
);
const tallies = new Coalescer<Tally>(250, mergeTally, sendTallies);
const front = new Coalescer<FrontCount>(500, mergeFrontCount, sendFrontCount);

/** One change of a thread. `comments`: all that it touched; `total`: the verdict's comments now. */
export function publishThreadChange(change: {
  verdict: string;
  seq: number;
  comments: PublicComment[];
  total: number;
}): void {
  if (!liveServer()) return;
  const { verdict, seq, comments, total } = change;
  changes.add(verdict, { seq, comments, total });
  front.add(verdict, { slug: verdict, comments: total, seq });
}

export function publishTally(
  verdict: string,
  { claims = [], ratings = [] }: { claims?: ClaimTally[]; ratings?: RatingTally[] },
): void {
  if (!liveServer()) return;
  tallies.add(verdict, {
    claims: new Map(claims.map((claim) => [claim.id, claim])),
    ratings: new Map(ratings.map((rating) => [rating.comment, rating])),
  });
  const counts = claims.map(({ minds: _, ...claim }) => claim);
  if (counts.length > 0) front.add(verdict, { slug: verdict, claims: counts });
}

export function publishFrontReaders(verdict: string, readers: number): void {
  front.add(verdict, { slug: verdict, readers });
}

/** The heartbeat to the watchers on this process; every process sends its own. */
export function publishHead(verdict: string, seq: number): void {
  liveServer()?.local.to(verdictRoom(verdict)).emit('verdict:head', { verdict, seq });
}

/** To moderators only: sockets enter their room with the role, and are disconnected when they lose it. */
export function publishCase(change: CaseChanged): void {
  liveServer()?.to(MODERATORS).emit('case:changed', change);
}

export function publishBurstList(bursts: Burst[]): void {
  liveServer()?.to(MODERATORS).emit('bursts:changed', { bursts });
}

export function publishUnreadCount(userId: string, unread: number): void {
  liveServer()?.to(accountRoom(userId)).emit('notices:changed', { unread });
}

/** To every page on this process: the emergency switches changed. Each process receives the change and sends its own. */
export function publishSiteChanged(): void {
  liveServer()?.local.emit('site:changed', 'site:switches');
}

/** To a verdict's watchers on this process: reload the page. `hidden` disconnects them. Each process sends its own. */
export function publishVerdictState(slug: string, { hidden }: { hidden: boolean }): void {
  const room = liveServer()?.local.in(verdictRoom(slug));
  room?.emit('site:changed', 'verdict:state');
  // They reconnect, and watch a verdict that isn't found.
  if (hidden) room?.disconnectSockets(true);
}

export function flushMessages(): void {
  for (const queue of [changes, tallies, front]) queue.flush();
}

function sendChanges(message: VerdictChanged, waited: number): void {
  countMessage('verdict:changed');
  recordLag(waited / 1000);
  const live = liveServer();
  const [all, packed] = [verdictRoom(message.verdict), packedRoom(message.verdict)];
  if (message.comments.length < PACK_FROM) live?.to(all).emit('verdict:changed', message);
  else {
    live?.to(packed).emit('verdict:packed', pack(message));
    live?.to(all).except(packed).emit('verdict:changed', message);
  }
}

function sendTallies(verdict: string, { claims, ratings }: Tally): void {
  countMessage('verdict:tallied');
  const message = { verdict, claims: [...claims.values()], ratings: [...ratings.values()] };
  liveServer()?.to(verdictRoom(verdict)).emit('verdict:tallied', message);
}

function mergeTally(pending: Tally, next: Tally): Tally {
  return {
    claims: latestByKey(pending.claims, next.claims),
    ratings: latestByKey(pending.ratings, next.ratings),
  };
}

function sendFrontCount(_slug: string, count: FrontCount): void {
  countMessage('verdicts:changed');
  liveServer()
    ?.to(FRONT)
    .emit('verdicts:changed', { verdicts: [count] });
}
