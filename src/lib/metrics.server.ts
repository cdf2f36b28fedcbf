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
}

// On globalThis: a hot reload must neither count twice nor start again at nothing.
const KEY = Symbol.for('copecheck.metrics');
const shared = globalThis as { [KEY]?: Metrics };

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

/** Connections that came, went, were refused (too many from one address) or cut (too slow). */
export function countLive(what: 'opened' | 'closed' | 'refused' | 'slow'): void {
  metrics().connections.inc({ what });
}

/** Somebody began (1) or ended (-1) to watch a verdict on this process. */
export function countWatcher(by: 1 | -1): void {
  metrics().watchers.inc(by);
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
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const told = new Counter({
    name: 'live_messages_total',
    help: 'Messages told to rooms by this process, by event.',
    labelNames: ['event'],
    registers: [registry],
  });
  const lag = new Histogram({
    name: 'live_delivery_lag_seconds',
    help: 'From a committed change to the leaving of its message: what gathering and waiting for order cost.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  const connections = new Counter({
    name: 'live_connections_total',
    help: 'Live connections: opened, closed, refused (too many from one address), slow (cut, for they did not read).',
    labelNames: ['what'],
    registers: [registry],
  });
  const watchers = new Gauge({
    name: 'live_watchers',
    help: 'Watches of verdicts that are open on this process.',
    registers: [registry],
  });
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
  return { registry, requests, told, lag, connections, watchers };
}

/** A client may send any word as its method, and each new word would stay in memory. */
function knownMethod(method: string): string {
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method) ? method : 'other';
}
