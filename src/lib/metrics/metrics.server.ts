import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { pool } from '#lib/db/client.server.ts';
import { settings } from '#lib/env.server.ts';

interface Metrics {
  registry: Registry;
  requests: Histogram;
  told: Counter;
  lag: Histogram;
  connections: Counter;
  watchers: Gauge;
  resyncs: Counter;
  pages: Counter;
  accepted: Counter;
  batches: Histogram;
  writes: Histogram;
  mails: Counter;
}

export type Queue = (typeof QUEUES)[number];
const QUEUES = ['posts', 'votes', 'ratings'] as const;
const PAGE_RESULTS = ['hit', 'not_modified', 'miss'] as const;
const RESYNC_ANSWERS = ['whole', 'part', 'reset'] as const;
const ACCEPTED = ['comment', 'vote', 'rating'] as const;

interface Line {
  readonly waiting: number;
}

// On globalThis: a hot reload must neither count twice nor start again at nothing.
const KEY = Symbol.for('copecheck.metrics');
const LINES = Symbol.for('copecheck.lines');
const shared = globalThis as { [KEY]?: Metrics; [LINES]?: Map<Queue, Line> };
/** The lines of writes, apart from the rest: they are made at import, and a command must not start to measure for it. */
const lines = (shared[LINES] ??= new Map<Queue, Line>());

export interface AnsweredRequest {
  /** SvelteKit's route id, such as `/v/[slug]`; null where nothing matched. Never the path: it has no end of values. */
  route: string | null;
  method: string;
  status: number;
  seconds: number;
}

/** Counts an answered request for `/metrics`. */
export function recordRequest({ route, method, status, seconds }: AnsweredRequest): void {
  metrics().requests.observe({ route: route ?? 'none', method: knownMethod(method), status }, seconds);
}

/** Counts a message that was told to a room (not: to how many clients). */
export function countTold(event: string): void {
  metrics().told.inc({ event });
}

/** Seconds between the moment a change was known to be committed and its message's leaving. */
export function recordLag(seconds: number): void {
  metrics().lag.observe(seconds);
}

/** Live connections: all that opened and closed, those refused, and why the server ended one (live/slots.ts). */
export function countLive(
  what: 'opened' | 'closed' | 'refused' | 'slow' | 'abandoned' | 'unused' | 'replaced' | 'flood',
): void {
  metrics().connections.inc({ what });
}

/** Somebody began (1) or ended (-1) to watch a verdict on this process. */
export function countWatcher(by: 1 | -1): void {
  metrics().watchers.inc(by);
}

/** A reader asked what changed and got all of it, a part (and asks again), or the word to load the page anew. */
export function countResync(answer: (typeof RESYNC_ANSWERS)[number]): void {
  metrics().resyncs.inc({ answer });
}

/** Attempts at delivering an email, by what came of them. `kind` is a MailKind. */
export function countMail(kind: string, outcome: 'sent' | 'retried' | 'failed' | 'cancelled'): void {
  metrics().mails.inc({ kind, outcome });
}

/** A stranger's page: from memory, not even that (they have it), or made and then kept. */
export function countPage(result: (typeof PAGE_RESULTS)[number]): void {
  metrics().pages.inc({ result });
}

/** A comment, vote or rating was saved. */
export function countAccepted(kind: (typeof ACCEPTED)[number]): void {
  metrics().accepted.inc({ kind });
}

/**
 * Measures a line of writes, a `GroupCommit`: handed to it as `watch`. The line that is watched last under a name is the
 * one that counts: after a hot reload the one before has nobody left in it.
 */
export function watchQueue(queue: Queue): (line: Line) => (seconds: number[]) => void {
  return (line) => {
    lines.set(queue, line);
    return (seconds) => {
      const { batches, writes } = metrics();
      batches.observe({ queue }, seconds.length);
      for (const each of seconds) writes.observe({ queue }, each);
    };
  };
}

/** The registry to which other parts add their own gauges, such as open sockets. */
export function registry(): Registry {
  return metrics().registry;
}

function metrics(): Metrics {
  return (shared[KEY] ??= create());
}

function create(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addPool(registry);
  return { registry, ...serving([registry]), ...live([registry]), ...writing([registry]) };
}

function serving(registers: [Registry]) {
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const pages = new Counter({
    name: 'page_cache_requests_total',
    help: 'Pages of strangers: hit (from memory), not_modified (304: the reader has it), miss (made, then kept).',
    labelNames: ['result'],
    registers,
  });
  for (const result of PAGE_RESULTS) pages.inc({ result }, 0);
  return { requests, pages };
}

function live(registers: [Registry]) {
  const told = new Counter({
    name: 'live_messages_total',
    help: 'Messages told to rooms by this process, by event.',
    labelNames: ['event'],
    registers,
  });
  const lag = new Histogram({
    name: 'live_delivery_lag_seconds',
    help: 'From a committed change to the leaving of its message: what gathering and waiting for order cost.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const connections = new Counter({
    name: 'live_connections_total',
    help: 'Live connections: opened, closed, refused (too many from one address); ended by the server: slow (did not read), abandoned (stopped polling), unused (never joined), replaced (idle, its address was full), flood (sent too much).',
    labelNames: ['what'],
    registers,
  });
  const watchers = new Gauge({
    name: 'live_watchers',
    help: 'Watches of verdicts that are open on this process.',
    registers,
  });
  const resyncs = new Counter({
    name: 'live_resyncs_total',
    help: 'Readers who asked what changed: whole (got all), part (asks again), reset (too far behind: loads the page anew).',
    labelNames: ['answer'],
    registers,
  });
  for (const answer of RESYNC_ANSWERS) resyncs.inc({ answer }, 0);
  return { told, lag, connections, watchers, resyncs };
}

function writing(registers: [Registry]) {
  const accepted = new Counter({
    name: 'accepted_writes_total',
    help: 'Comments, votes and ratings that were saved; comments that wait for a moderator included.',
    labelNames: ['kind'],
    registers,
  });
  for (const kind of ACCEPTED) accepted.inc({ kind }, 0);
  new Gauge({
    name: 'write_queue_waiting',
    help: 'Writes that wait for the batch before theirs, by queue.',
    labelNames: ['queue'],
    registers,
    collect() {
      for (const queue of QUEUES) this.set({ queue }, lines.get(queue)?.waiting ?? 0);
    },
  });
  const batches = new Histogram({
    name: 'write_queue_batch_size',
    help: 'How many writes went to the database together, by queue; at most 100.',
    labelNames: ['queue'],
    buckets: [1, 2, 5, 10, 20, 50, 100],
    registers,
  });
  const writes = new Histogram({
    name: 'write_queue_duration_seconds',
    help: 'From a write entering its queue until it was committed and told, by queue.',
    labelNames: ['queue'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const mails = new Counter({
    name: 'mails_total',
    help: 'Attempts at delivering an email, by its kind and outcome: sent, retried later, failed for good, cancelled.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  return { accepted, batches, writes, mails };
}

function addPool(registry: Registry): void {
  new Gauge({
    name: 'db_pool_connections',
    help: 'Database connections of this process by state, and requests that wait for one.',
    labelNames: ['state'],
    registers: [registry],
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
