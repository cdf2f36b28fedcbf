import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished, vi } from 'vitest';
import type { CommentView } from '#lib/live/events.ts';
import { ApiClient, topLevelComments, type ApiResponse } from '../support/api-client.ts';
import { Reader } from '../support/reader.ts';

/** What several writers send to one thread, with retries as the page does them. */
export class Load {
  readonly #slug: string;
  readonly writers: ApiClient[];
  readonly accepted = new Set<string>();
  retries = 0;
  #stopped = false;

  private constructor(slug: string, writers: ApiClient[]) {
    this.#slug = slug;
    this.writers = writers;
  }

  static async signUp({ site, slug }: { site: string; slug: string }, count: number): Promise<Load> {
    const names = Array.from({ length: count }, (_, i) => `w-${randomUUID().slice(0, 8)}-${i}`);
    return new Load(slug, await Promise.all(names.map((name) => ApiClient.signUp(site, name))));
  }

  /** Each writer posts one comment after the other, `rest` milliseconds apart, until `act` is done. */
  async during(
    act: () => Promise<unknown>,
    { rest = 60, body = (i: number) => `Comment ${i}` } = {},
  ): Promise<void> {
    let done = false;
    const writing = Promise.all(
      this.writers.map(async (writer) => {
        for (let i = 0; !done; i++) {
          await this.#post(writer, body(i));
          await sleep(rest);
        }
      }),
    );
    try {
      await Promise.race([act(), writing]);
    } catch (fault) {
      // What the failed test broke may stay broken, so nothing is retried any more.
      this.#stopped = true;
      throw fault;
    } finally {
      done = true;
      await writing;
    }
  }

  /** Waits until `count` more comments are accepted. */
  async accepts(count: number): Promise<void> {
    const until = this.accepted.size + count;
    await vi.waitUntil(() => this.accepted.size >= until, { timeout: 60_000 });
  }

  /** Repeats the request with the same nonce until the server has decided on it. */
  async #post(writer: ApiClient, body: string): Promise<void> {
    const nonce = randomUUID();
    while (!this.#stopped) {
      const response = await writer
        .call<CommentView>('POST', `/verdicts/${this.#slug}/comments`, { body, nonce })
        .catch((): ApiResponse<null> => ({ status: 0, body: null }));
      if (response.body && response.status < 300) return void this.accepted.add(response.body.id);
      if (response.status > 0 && response.status < 500)
        throw new Error(`a comment returned ${response.status}: ${JSON.stringify(response.body)}`);
      this.retries += 1;
      await sleep(100);
    }
  }
}

/** A reader that keeps the latest state of each comment. It leaves when the test ends. */
export function readerOf(site: string, slug: string): { reader: Reader; copy: Map<string, CommentView> } {
  const copy = new Map<string, CommentView>();
  const apply = (comments: CommentView[]) => {
    for (const comment of comments)
      if ((copy.get(comment.id)?.seq ?? 0) <= comment.seq) copy.set(comment.id, comment);
  };
  const reader = new Reader(site, slug, { copy: { apply, tallied: () => {} }, packs: true });
  onTestFinished(() => reader.close());
  return { reader, copy };
}

export const allConnected = (readers: Following[], timeout = 10_000) =>
  vi.waitUntil(() => readers.every(({ reader }) => reader.socket.connected), { timeout });

export type Following = ReturnType<typeof readerOf>;

export interface LoadResult {
  /** Comments that returned 201 or 200. */
  accepted: number;
  /** Of those, how many are not in the thread. */
  missing: number;
  retries: number;
  /** Readers whose copy differs from the server's thread. */
  diverged: number;
  resyncs: number;
}

/** Waits until every reader has caught up, then compares each copy with the server's thread. */
export async function settle(
  { site, slug, within = 40_000 }: { site: string; slug: string; within?: number },
  load: Load,
  readers: Following[],
): Promise<LoadResult> {
  const thread = await topLevelComments(site, slug);
  const head = Math.max(0, ...thread.map(({ seq }) => seq));
  const caughtUp = () => readers.every(({ reader }) => reader.sync.seq >= head);
  // Readers that haven't caught up in time count as diverged below.
  await vi.waitUntil(caughtUp, { timeout: within, interval: 100 }).catch(() => {});
  const contentOf = (comments: Iterable<CommentView>) =>
    JSON.stringify([...comments].map(({ id, body, seq }) => [id, body, seq]).sort());
  const expected = contentOf(thread);
  const ids = new Set(thread.map(({ id }) => id));
  return {
    accepted: load.accepted.size,
    missing: [...load.accepted].filter((id) => !ids.has(id)).length,
    retries: load.retries,
    diverged: readers.filter(({ copy }) => contentOf(copy.values()) !== expected).length,
    resyncs: readers.reduce((sum, { reader }) => sum + reader.sync.resyncs, 0),
  };
}
