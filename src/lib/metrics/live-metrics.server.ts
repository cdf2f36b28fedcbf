import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const RESYNC_RESULTS = ['whole', 'part', 'reset'] as const;
export type ResyncResult = (typeof RESYNC_RESULTS)[number];

export type ConnectionEvent =
  'opened' | 'closed' | 'refused' | 'slow' | 'abandoned' | 'unused' | 'replaced' | 'flood';

export function liveMetrics(registers: [Registry]) {
  const messages = new Counter({
    name: 'live_messages_total',
    help: 'Messages that this process sent to rooms, by event.',
    labelNames: ['event'],
    registers,
  });
  const lag = new Histogram({
    name: 'live_delivery_lag_seconds',
    help: 'From the commit of a change to the sending of its message: the cost of batching and ordering.',
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
    help: 'Open watches of verdicts on this process.',
    registers,
  });
  const resyncs = new Counter({
    name: 'live_resyncs_total',
    help: 'Requests for missed changes: whole (got all), part (continues), reset (too far behind: reloads the page).',
    labelNames: ['answer'],
    registers,
  });
  for (const answer of RESYNC_RESULTS) resyncs.inc({ answer }, 0);
  return { messages, lag, connections, watchers, resyncs };
}
