// Watching clients by the thousand, in processes of their own.
import { fork, type ChildProcess } from 'node:child_process';
import type { Order, Report, Word } from './clients-process.ts';
import { end } from './servers.ts';
import { Times } from './stats.ts';
import type { Watch } from './watcher.ts';

/** One process parses the messages of so many clients without delaying them noticeably. */
const PER_PROCESS = 1000;

export interface SeenByAll {
  delivery: Times;
  caughtUp: Times;
  back: Times;
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
  static async connect(watch: Watch, cookies: (string | null)[]): Promise<Clients> {
    // Two at least, so that a small crowd has the same two cores as a large one.
    const parts = Math.max(2, Math.ceil(cookies.length / PER_PROCESS));
    const processes = Array.from({ length: parts }, () => fork('tests/load/clients-process.ts'));
    const clients = new Clients(processes, cookies.length);
    await Promise.all(
      processes.map((child, part) => {
        const own = cookies.filter((_, i) => i % parts === part);
        return order(child, { connect: { watch, cookies: own } });
      }),
    );
    return clients;
  }

  /** Cuts every line at once; each comes back after so many milliseconds. */
  cut(ms: number): void {
    for (const child of this.#processes) child.send({ cut: { ms } } satisfies Order);
  }

  async seen(): Promise<SeenByAll> {
    const all: SeenByAll = {
      ...{ delivery: new Times(), caughtUp: new Times(), back: new Times() },
      ...{ bytes: 0, messages: 0, tallies: 0, resyncs: 0, resets: 0, received: [], head: Infinity },
    };
    for (const word of await Promise.all(this.#processes.map((child) => order(child, { report: true }))))
      if ('report' in word) add(all, word.report);
    return all;
  }

  /** Waits until every client has `comments` of them, or for so many milliseconds. @returns what they have then */
  async settled(comments: number, patienceMs: number): Promise<SeenByAll> {
    for (const until = Date.now() + patienceMs; ;) {
      const seen = await this.seen();
      if (Date.now() > until || seen.received.every((received) => received >= comments)) return seen;
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map(end));
  }
}

/** How many of `comments` were never had, over all clients. */
export function lostOf(seen: SeenByAll, comments: number): number {
  return seen.received.reduce((lost, received) => lost + Math.max(0, comments - received), 0);
}

function add(all: SeenByAll, { delivery, caughtUp, back, received, head, ...counts }: Report): void {
  all.delivery.merge(delivery);
  all.caughtUp.merge(caughtUp);
  all.back.merge(back);
  all.received.push(...received);
  all.head = Math.min(all.head, head);
  all.bytes += counts.bytes;
  all.messages += counts.messages;
  all.tallies += counts.tallies;
  all.resyncs += counts.resyncs;
  all.resets += counts.resets;
}

function order(child: ChildProcess, what: Order): Promise<Word> {
  return new Promise((done, failed) => {
    const answered = (word: Word) => {
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
