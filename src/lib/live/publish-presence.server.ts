import { settings } from '#lib/env.server.ts';
import { countMessage } from '#lib/metrics/metrics.server.ts';
import { Coalescer } from './coalescer.ts';
import type { VerdictPresence } from './events.ts';
import { liveServer } from './io.server.ts';
import { presence, readerOfAccount, readersOf, SELF } from './presence.server.ts';
import { TYPING_LASTS, type PresenceMessage } from './presence.ts';
import { publishFrontReaders } from './publish.server.ts';
import { verdictRoom } from './rooms.ts';

type ChangedReaders = Map<string, [slug: string, reader: string]>;

const counts = new Coalescer<true>(500, () => true, sendCounts);
const toProcesses = new Coalescer<ChangedReaders>(
  250,
  (pending, next) => {
    for (const [key, reader] of next) pending.set(key, reader);
    return pending;
  },
  (_key, changed) => presence.changes(changed.values(), Date.now()).forEach(sendToProcesses),
);

export function publishReaders(verdict: string, reader: string): void {
  publishReadersHere(verdict);
  queueForProcesses(verdict, reader);
  publishFrontReaders(verdict, readersOf(verdict));
}

export function publishTyping(verdict: string, reader: string): void {
  publishTypingHere(verdict);
  queueForProcesses(verdict, reader);
}

/** The account has posted what it was typing. */
export function publishTyped(verdict: string, accountId: string): void {
  const reader = readerOfAccount(accountId);
  presence.endTyping(verdict, reader);
  counts.add(verdict, true);
  queueForProcesses(verdict, reader);
}

/** Readers on other processes changed. Only this process's watchers are sent the count: every process sends its own. */
export function publishReadersHere(verdict: string): void {
  counts.add(verdict, true);
}

const typingEnds = new Map<string, NodeJS.Timeout>();

/** Sends this process's watchers how many people are typing, and again when the last of them has timed out. */
export function publishTypingHere(verdict: string): void {
  counts.add(verdict, true);
  const timer = typingEnds.get(verdict);
  if (timer) timer.refresh();
  else typingEnds.set(verdict, setTimeout(() => publishTypingEnd(verdict), TYPING_LASTS + 100).unref());
}

function publishTypingEnd(verdict: string): void {
  typingEnds.delete(verdict);
  counts.add(verdict, true);
}

export function sendAllReaders(): void {
  presence.allReaders().forEach(sendToProcesses);
}

export function sendHeartbeat(): void {
  sendToProcesses(presence.heartbeat());
}

export function requestReaders(from?: string): void {
  if (isSingleProcess()) return;
  // Not `undefined`, which would arrive as null.
  if (from === undefined) liveServer()?.serverSideEmit('presence:asked');
  else liveServer()?.serverSideEmit('presence:asked', from);
}

/** The process stops: pending counts are dropped, and the other processes forget its readers. */
export function publishPresenceEnd(): void {
  for (const queue of [counts, toProcesses]) queue.clear();
  if (!isSingleProcess()) liveServer()?.serverSideEmit('presence:left', SELF);
}

function queueForProcesses(verdict: string, reader: string): void {
  if (!isSingleProcess()) toProcesses.add('', new Map([[`${verdict} ${reader}`, [verdict, reader]]]));
}

function sendToProcesses(message: PresenceMessage): void {
  if (!isSingleProcess()) liveServer()?.serverSideEmit('presence:changed', message);
}

function sendCounts(verdict: string): void {
  countMessage('verdict:presence');
  const typing = presence.typists(verdict, Date.now());
  const message: VerdictPresence = { verdict, readers: readersOf(verdict), typing };
  liveServer()?.local.to(verdictRoom(verdict)).volatile.emit('verdict:presence', message);
}

export function isSingleProcess(): boolean {
  return settings().LIVE_ADAPTER === 'memory';
}
