import { randomUUID } from 'node:crypto';
import { onTestFinished, vi } from 'vitest';
import type { CommentPage } from '#lib/discussion/reading/comment-page.ts';
import type { CommentView } from '#lib/live/events.ts';
import { PASSWORD } from '../support/cast.ts';
import { Reader } from '../support/reader.ts';

/** What a small storm on one thread came to. */
export interface Stormed {
  /** Comments that were answered 201 or 200. */
  accepted: number;
  /** Of those, how many are not in the thread. */
  missing: number;
  /** Sends that got no answer or a 5xx and were repeated. */
  repeated: number;
  /** Readers whose copy is not the server's thread. */
  apart: number;
  resyncs: number;
}

/** Somebody who writes as the page does: every send keeps its nonce and is repeated until it is answered. */
export class Stubborn {
  readonly #site: string;
  readonly #cookie: string;
  readonly accepted = new Set<string>();
  repeated = 0;
  #gaveUp = false;

  private constructor(site: string, cookie: string) {
    this.#site = site;
    this.#cookie = cookie;
  }

  static async signUp(site: string, username: string): Promise<Stubborn> {
    const answer = await fetch(`${site}/api/v1/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    });
    if (answer.status !== 201) throw new Error(`sign-up answered ${answer.status}: ${await answer.text()}`);
    const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
    return new Stubborn(site, cookie.join('; '));
  }

  /** One try. @returns the status, 0 where no answer came */
  async send(
    slug: string,
    body: string,
    nonce: string,
  ): Promise<{ status: number; answer: unknown; after: number }> {
    try {
      const response = await fetch(`${this.#site}/api/v1/verdicts/${slug}/comments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: this.#cookie, origin: this.#site },
        body: JSON.stringify({ body, nonce }),
        signal: AbortSignal.timeout(20_000),
      });
      const after = Number(response.headers.get('retry-after') ?? 0);
      return { status: response.status, answer: await response.json(), after };
    } catch {
      return { status: 0, answer: null, after: 0 };
    }
  }

  async post(slug: string, body: string): Promise<void> {
    const nonce = randomUUID();
    while (!this.#gaveUp) {
      const { status, answer } = await this.send(slug, body, nonce);
      if (status === 200 || status === 201) return void this.accepted.add((answer as CommentView).id);
      if (status > 0 && status < 500)
        throw new Error(`a comment was answered ${status}: ${JSON.stringify(answer)}`);
      this.repeated += 1;
      await pause(100);
    }
  }

  /** Repeats nothing any more: the test has failed, and what it broke may stay broken. */
  giveUp(): void {
    this.#gaveUp = true;
  }
}

export const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** A reader with the plainest copy there is: the latest of each comment. Leaves with the test, however that ends. */
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

export type Following = ReturnType<typeof readerOf>;

/** Writers write one comment after the other, `rest` milliseconds apart, until `whole` (which does the harm) is done. */
export async function storm(
  { site, slug, writers, rest = 60 }: { site: string; slug: string; writers: number; rest?: number },
  whole: () => Promise<unknown>,
): Promise<Stubborn[]> {
  const crowd = await Promise.all(
    Array.from({ length: writers }, (_, i) => Stubborn.signUp(site, `w-${randomUUID().slice(0, 8)}-${i}`)),
  );
  const turn = async (writer: Stubborn, i: number) => {
    await writer.post(slug, `Comment ${i}`);
    await pause(rest);
  };
  await whileWriting(crowd, turn, whole);
  return crowd;
}

/** Everybody takes one turn after the other until `whole` is done. A turn that fails ends it at once: throws. */
export async function whileWriting(
  crowd: Stubborn[],
  turn: (writer: Stubborn, i: number) => Promise<void>,
  whole: () => Promise<unknown>,
): Promise<void> {
  let over = false;
  const writing = Promise.all(
    crowd.map(async (writer) => {
      for (let i = 0; !over; i++) await turn(writer, i);
    }),
  );
  try {
    await Promise.race([whole(), writing]);
  } catch (fault) {
    for (const writer of crowd) writer.giveUp();
    throw fault;
  } finally {
    over = true;
    await writing;
  }
}

/** Waits until every reader is level, then compares each copy with the server's thread. */
export async function settle(
  { site, slug, within = 40_000 }: { site: string; slug: string; within?: number },
  crowd: Stubborn[],
  readers: Following[],
): Promise<Stormed> {
  const thread = await serverThread(site, slug);
  const head = Math.max(0, ...thread.map(({ seq }) => seq));
  await vi
    .waitUntil(() => readers.every(({ reader }) => reader.follower.seq >= head), {
      timeout: within,
      interval: 100,
    })
    .catch(() => {}); // whoever isn't level is counted below
  const essence = (comments: Iterable<CommentView>) =>
    JSON.stringify([...comments].map(({ id, body, seq }) => [id, body, seq]).sort());
  const whole = essence(thread);
  const ids = new Set(thread.map(({ id }) => id));
  const accepted = crowd.flatMap((writer) => [...writer.accepted]);
  return {
    accepted: accepted.length,
    missing: accepted.filter((id) => !ids.has(id)).length,
    repeated: crowd.reduce((sum, { repeated }) => sum + repeated, 0),
    apart: readers.filter(({ copy }) => essence(copy.values()) !== whole).length,
    resyncs: readers.reduce((sum, { reader }) => sum + reader.follower.resyncs, 0),
  };
}

/** All comments, as the server lists them; the storms here write top-level ones only. */
export async function serverThread(site: string, slug: string): Promise<CommentView[]> {
  const thread: CommentView[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const address = `${site}/api/v1/verdicts/${slug}/comments?sort=oldest&limit=100&cursor=${cursor}`;
    const page: CommentPage = (await (await fetch(address)).json()) as CommentPage;
    thread.push(...page.items);
    cursor = page.next;
  }
  return thread;
}
