// Thousands of watching clients, in child processes.
import { setTimeout as sleep } from 'node:timers/promises';
import { fork, type ChildProcess } from 'node:child_process';
import type { Command, StatsReport, Reply } from './clients-process.ts';
import { end } from './servers.ts';
import { LatencyHistogram } from './stats.ts';
import type { WatchTarget } from './watcher.ts';

/** Clients whose messages one process parses without noticeable delay. */
const PER_PROCESS = 1000;

export interface CrowdStats {
  delivery: LatencyHistogram;
  caughtUp: LatencyHistogram;
  reconnect: LatencyHistogram;
  bytes: number;
  messages: number;
  tallies: number;
  resyncs: number;
  resets: number;
  received: number[];
  head: number;
}

export class Clients {
  readonly #processes: ChildProcess[];
  readonly count: number;

  private constructor(processes: ChildProcess[], count: number) {
    this.#processes = processes;
    this.count = count;
  }

  /** Connects one client for each of `cookies` (null: a guest) and waits until all of them watch. */
  static async connect(watch: WatchTarget, cookies: (string | null)[]): Promise<Clients> {
    // At least two, so that a small crowd has the same two cores as a large one.
    const parts = Math.max(2, Math.ceil(cookies.length / PER_PROCESS));
    const processes = Array.from({ length: parts }, () => fork('tests/load/clients-process.ts'));
    const clients = new Clients(processes, cookies.length);
    await Promise.all(
      processes.map((child, part) => {
        const own = cookies.filter((_, i) => i % parts === part);
        return send(child, { connect: { watch, cookies: own } });
      }),
    );
    return clients;
  }

  /** Breaks every connection; each client reconnects after `ms`. */
  cut(ms: number): void {
    for (const child of this.#processes) child.send({ cut: { ms } } satisfies Command);
  }

  async seen(): Promise<CrowdStats> {
    const all: CrowdStats = {
      ...{
        delivery: new LatencyHistogram(),
        caughtUp: new LatencyHistogram(),
        reconnect: new LatencyHistogram(),
      },
      ...{ bytes: 0, messages: 0, tallies: 0, resyncs: 0, resets: 0, received: [], head: Infinity },
    };
    for (const word of await Promise.all(this.#processes.map((child) => send(child, { report: true }))))
      if ('report' in word) add(all, word.report);
    return all;
  }

  /** Waits until every client has received `comments`, at most `patienceMs`. */
  async settled(comments: number, patienceMs: number): Promise<CrowdStats> {
    for (const until = Date.now() + patienceMs; ;) {
      const seen = await this.seen();
      if (Date.now() > until || seen.received.every((received) => received >= comments)) return seen;
      await sleep(100);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map(end));
  }
}

/** Comments that were never received, summed over all clients. */
export function lostOf(seen: CrowdStats, comments: number): number {
  return seen.received.reduce((lost, received) => lost + Math.max(0, comments - received), 0);
}

function add(
  all: CrowdStats,
  { delivery, caughtUp, reconnect: back, received, head, ...counts }: StatsReport,
): void {
  all.delivery.merge(delivery);
  all.caughtUp.merge(caughtUp);
  all.reconnect.merge(back);
  all.received.push(...received);
  all.head = Math.min(all.head, head);
  all.bytes += counts.bytes;
  all.messages += counts.messages;
  all.tallies += counts.tallies;
  all.resyncs += counts.resyncs;
  all.resets += counts.resets;
}

function send(child: ChildProcess, what: Command): Promise<Reply> {
  return new Promise((done, failed) => {
    const answered = (word: Reply) => {
      child.off('exit', ended);
      done(word);
    };
    const ended = (code: number | null) => {
      child.off('message', answered);
      failed(new Error(`a process of clients ended with code ${code}`));
    };
    child.once('message', answered);
    child.once('exit', ended);
    child.send(what);
  });
}
