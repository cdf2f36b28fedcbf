import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

interface Metrics {
  registry: Registry;
  requests: Histogram;
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
  return { registry, requests };
}

/** A client may send any word as its method, and each new word would stay in memory. */
function knownMethod(method: string): string {
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method) ? method : 'other';
}
