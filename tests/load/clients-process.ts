// A process of watchers, controlled by clients.ts over IPC.
import type { HistogramData } from './stats.ts';
import { WatcherStats, Watcher, type WatchTarget } from './watcher.ts';

export interface Command {
  connect?: { watch: WatchTarget; cookies: (string | null)[] };
  cut?: { ms: number };
  report?: true;
}

export interface StatsReport {
  delivery: HistogramData;
  caughtUp: HistogramData;
  reconnect: HistogramData;
  bytes: number;
  messages: number;
  tallies: number;
  resyncs: number;
  resets: number;
  /** Distinct comments of each watcher. */
  received: number[];
  /** The lowest seq of all clients. */
  head: number;
}

export type Reply = { live: number } | { report: StatsReport };

const watchers: Watcher[] = [];
const seen = new WatcherStats();
let live = 0;

/** Handshakes at the same time; more of them time out. */
const AT_ONCE = 50;

process.on('message', (order: Command) => {
  if (order.connect) void connect(order.connect);
  if (order.cut) for (const watcher of watchers) watcher.cut(order.cut.ms);
  if (order.report) reply({ report: report() });
});
process.on('disconnect', () => process.exit(0));

async function connect({ watch, cookies }: NonNullable<Command['connect']>): Promise<void> {
  const waiting = [...cookies];
  const next = async () => {
    for (let cookie = waiting.pop(); cookie !== undefined; cookie = waiting.pop()) {
      await new Promise<void>((onLive) => {
        watchers.push(new Watcher(watch, { cookie: cookie ?? undefined, seen, onLive }));
      });
      live += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  reply({ live });
}

function report(): StatsReport {
  const { delivery, caughtUp, reconnect: back, ...counts } = seen;
  return {
    delivery: delivery.toJSON(),
    caughtUp: caughtUp.toJSON(),
    reconnect: back.toJSON(),
    ...counts,
    received: watchers.map((watcher) => watcher.received),
    head: Math.min(...watchers.map((watcher) => watcher.head)),
  };
}

function reply(word: Reply): void {
  process.send!(word);
}
