// A process full of watchers, led by clients.ts over the channel.
import type { PackedTimes } from './stats.ts';
import { Seen, Watcher, type Watch } from './watcher.ts';

export interface Order {
  connect?: { watch: Watch; cookies: (string | null)[] };
  cut?: { ms: number };
  report?: true;
}

export interface Report {
  delivery: PackedTimes;
  caughtUp: PackedTimes;
  back: PackedTimes;
  bytes: number;
  messages: number;
  tallies: number;
  resyncs: number;
  resets: number;
  /** For each watcher, how many different comments it has. */
  received: number[];
  /** The lowest seq that a follower stands at. */
  head: number;
}

export type Word = { live: number } | { report: Report };

const watchers: Watcher[] = [];
const seen = new Seen();
let live = 0;

/** So many handshakes are under way at once; more only makes a queue of timeouts. */
const AT_ONCE = 50;

process.on('message', (order: Order) => {
  if (order.connect) void connect(order.connect);
  if (order.cut) for (const watcher of watchers) watcher.cut(order.cut.ms);
  if (order.report) tell({ report: report() });
});
process.on('disconnect', () => process.exit(0));

async function connect({ watch, cookies }: NonNullable<Order['connect']>): Promise<void> {
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
  tell({ live });
}

function report(): Report {
  const { delivery, caughtUp, back, ...counts } = seen;
  return {
    delivery: delivery.toJSON(),
    caughtUp: caughtUp.toJSON(),
    back: back.toJSON(),
    ...counts,
    received: watchers.map((watcher) => watcher.received),
    head: Math.min(...watchers.map((watcher) => watcher.head)),
  };
}

function tell(word: Word): void {
  process.send!(word);
}
