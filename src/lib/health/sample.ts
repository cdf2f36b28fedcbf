import type { MeasureId } from './measure.ts';

interface Value {
  value: number;
  labels: Record<string, string | number | undefined>;
  /** Of a histogram: its name with `_bucket`, `_sum` or `_count`. */
  metricName?: string | undefined;
}

export interface Scrape {
  /** Milliseconds since 1970. */
  at: number;
  metrics: Partial<Record<Metric, Value[]>>;
  /** Seconds. Not from prom-client, whose own measurement restarts at every read. */
  lag: number;
}

/** User before system, because prom-client updates both when the first is read. */
export const METRICS = [
  'http_request_duration_seconds',
  'page_cache_requests_total',
  'live_watchers',
  'live_messages_total',
  'live_delivery_lag_seconds',
  'live_resyncs_total',
  'accepted_writes_total',
  'write_queue_waiting',
  'write_queue_duration_seconds',
  'process_cpu_user_seconds_total',
  'process_cpu_system_seconds_total',
  'process_resident_memory_bytes',
  'db_pool_connections',
] as const;
export type Metric = (typeof METRICS)[number];

/** Rates between two scrapes, and values at the second; null without a measurement. */
export type Sample = Record<MeasureId, number | null>;

type Which = (value: Value) => boolean;
const all: Which = () => true;
const count: Which = ({ metricName }) => metricName?.endsWith('_count') ?? false;
const failed: Which = (value) => count(value) && Number(value.labels['status']) >= 500;
const rendered: Which = ({ labels }) => !String(labels['route']).startsWith('kept ');
const kind =
  (...kinds: string[]): Which =>
  ({ labels }) =>
    kinds.includes(String(labels['kind']));
const fromMemory: Which = ({ labels }) => labels['result'] !== 'miss';
const wanted: Which = ({ labels }) => labels['state'] !== 'idle';

export function sampleOf(before: Scrape, after: Scrape): Sample {
  const seconds = (after.at - before.at) / 1000;
  const now = (name: Metric, which: Which = all) => sum(after, name, which);
  const increase = (name: Metric, which: Which = all) => now(name, which) - sum(before, name, which);
  const rate = (name: Metric, which: Which = all) => increase(name, which) / seconds;
  const slowest = (name: Metric, which: Which = all) =>
    quantile(0.99, buckets(before, name, which), buckets(after, name, which));
  const pages = increase('page_cache_requests_total');
  return {
    requests: rate('http_request_duration_seconds', count),
    requestTime: slowest('http_request_duration_seconds', rendered),
    faults: rate('http_request_duration_seconds', failed),
    fromMemory: pages > 0 ? increase('page_cache_requests_total', fromMemory) / pages : null,
    watchers: now('live_watchers'),
    messages: rate('live_messages_total'),
    delivery: slowest('live_delivery_lag_seconds'),
    resyncs: rate('live_resyncs_total'),
    comments: rate('accepted_writes_total', kind('comment')),
    votes: rate('accepted_writes_total', kind('vote', 'rating')),
    waiting: now('write_queue_waiting'),
    writeTime: slowest('write_queue_duration_seconds'),
    lag: after.lag,
    cpu: rate('process_cpu_user_seconds_total') + rate('process_cpu_system_seconds_total'),
    memory: now('process_resident_memory_bytes'),
    connections: now('db_pool_connections', wanted),
  };
}

function sum({ metrics }: Scrape, name: Metric, which: Which): number {
  return (metrics[name] ?? []).filter(which).reduce((total, { value }) => total + value, 0);
}

/** Counts by upper bound, in seconds. */
type Buckets = Map<number, number>;

function buckets({ metrics }: Scrape, name: Metric, which: Which): Buckets {
  const counts: Buckets = new Map();
  for (const value of metrics[name] ?? []) {
    const { le } = value.labels;
    if (le === undefined || !which(value)) continue;
    const bound = le === '+Inf' ? Infinity : Number(le);
    counts.set(bound, (counts.get(bound) ?? 0) + value.value);
  }
  return counts;
}

// As in Prometheus: values are spread evenly within a bucket, and never above the highest finite bound. Null without
// observations.
function quantile(q: number, before: Buckets, after: Buckets): number | null {
  const bounds = [...after.keys()].sort((a, b) => a - b);
  const upTo = (bound: number) => (after.get(bound) ?? 0) - (before.get(bound) ?? 0);
  const total = upTo(Infinity);
  if (total <= 0) return null;
  const rank = q * total;
  const at = bounds.findIndex((bound) => upTo(bound) >= rank);
  const [low, high] = [bounds[at - 1] ?? 0, bounds[at]!];
  if (high === Infinity) return low;
  const below = at > 0 ? upTo(low) : 0;
  return low + ((high - low) * (rank - below)) / (upTo(high) - below);
}
