import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { pool } from '#lib/db/client.server.ts';
import { settings } from '#lib/env.server.ts';
import { processState } from '#lib/process-state.ts';
import { httpMetrics, type PageResult } from './http-metrics.server.ts';
import { liveMetrics, type ConnectionEvent, type ResyncResult } from './live-metrics.server.ts';
import {
  writeMetrics,
  type AcceptedKind,
  type WriteQueue,
  type QueueLength,
} from './write-metrics.server.ts';

type Metrics = ReturnType<typeof create>;

const shared = processState<Metrics>('metrics');
/** Separate from the rest: queues are created at import, and a command must not start to measure for them. */
const queues = processState<Map<WriteQueue, QueueLength>>('queues');

export interface AnsweredRequest {
  /** SvelteKit's route id, such as `/v/[slug]`; null if none matched. Never the path: its values are unlimited. */
  route: string | null;
  method: string;
  status: number;
  seconds: number;
}

export function recordRequest({ route, method, status, seconds }: AnsweredRequest): void {
  metrics().requests.observe({ route: route ?? 'none', method: knownMethod(method), status }, seconds);
}

export function countMessage(event: string): void {
  metrics().messages.inc({ event });
}

/** @param seconds from the commit of a change to the sending of its message */
export function recordLag(seconds: number): void {
  metrics().lag.observe(seconds);
}

export function countLive(what: ConnectionEvent): void {
  metrics().connections.inc({ what });
}

/** A socket began (1) or stopped (-1) to watch a verdict on this process. */
export function countWatcher(by: 1 | -1): void {
  metrics().watchers.inc(by);
}

export function countResync(answer: ResyncResult): void {
  metrics().resyncs.inc({ answer });
}

/** An attempt at delivering an email. `kind` is a MailKind. */
export function countMail(kind: string, outcome: 'sent' | 'retried' | 'failed' | 'cancelled'): void {
  metrics().mails.inc({ kind, outcome });
}

export function countPage(result: PageResult): void {
  metrics().pages.inc({ result });
}

export function countAccepted(kind: AcceptedKind): void {
  metrics().accepted.inc({ kind });
}

/** For a GroupCommit's `measure`. After a hot reload the new queue of a name replaces the old one, which is empty. */
export function measureQueue(queue: WriteQueue): (length: QueueLength) => (seconds: number[]) => void {
  return (length) => {
    (queues.value ??= new Map()).set(queue, length);
    return (seconds) => {
      const { batches, writes } = metrics();
      batches.observe({ queue }, seconds.length);
      for (const each of seconds) writes.observe({ queue }, each);
    };
  };
}

export function registry(): Registry {
  return metrics().registry;
}

function metrics(): Metrics {
  return (shared.value ??= create());
}

function create() {
  const registry = new Registry();
  const registers: [Registry] = [registry];
  collectDefaultMetrics({ register: registry });
  addPool(registers);
  return {
    registry,
    ...httpMetrics(registers),
    ...liveMetrics(registers),
    ...writeMetrics(registers, (queue) => queues.value?.get(queue)?.waiting ?? 0),
  };
}

function addPool(registers: [Registry]): void {
  new Gauge({
    name: 'db_pool_connections',
    help: 'Database connections of this process by state, and requests that wait for one.',
    labelNames: ['state'],
    registers,
    collect() {
      if (!settings().DATABASE_URL) return; // none was opened yet
      const { totalCount, idleCount, waitingCount } = pool();
      this.set({ state: 'used' }, totalCount - idleCount);
      this.set({ state: 'idle' }, idleCount);
      this.set({ state: 'waiting' }, waitingCount);
    },
  });
}

/** A client may send any word as its method, and each new word would stay in memory. */
function knownMethod(method: string): string {
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method) ? method : 'other';
}
