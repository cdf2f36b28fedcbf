import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CommentView, VerdictChanged } from '#lib/live/events.ts';
import type { ThreadChanges } from '#lib/discussion/reading/thread-changes.ts';
import { ThreadSync } from './thread-sync.ts';

/** A server with `head` changes of three comments, and a copy that keeps the latest seq of each. */
function setUp(head: number) {
  const copy = new Map<string, number>();
  const server = { head, requests: 0, fail: 0 };
  const comment = (seq: number) => ({ id: `c${seq % 3}`, seq }) as CommentView;
  const change = (seq: number): VerdictChanged => ({
    verdict: 'v',
    since: seq - 1,
    seq,
    comments: [comment(seq)],
    total: 3,
  });
  const sync = new ThreadSync(
    { seq: 0, tally: 0 },
    {
      changesSince: async (since): Promise<ThreadChanges> => {
        server.requests += 1;
        if (server.fail-- > 0) throw new Error('no network');
        const latest = new Map<string, CommentView>();
        for (let seq = since + 1; seq <= server.head; seq++) latest.set(comment(seq).id, comment(seq));
        return {
          seq: server.head,
          comments: [...latest.values()],
          more: false,
          reset: false,
          tally: 0,
          total: 3,
        };
      },
      apply: (comments) => {
        for (const { id, seq } of comments) copy.set(id, Math.max(seq, copy.get(id) ?? 0));
      },
      tallied: () => {},
      reset: () => {},
    },
  );
  return { sync, copy, server, change };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a thread sync', () => {
  test('applies messages in sequence without a request', async () => {
    const { sync, server, change } = setUp(3);
    for (const seq of [1, 2, 3]) sync.onChanged(change(seq));
    await vi.runAllTimersAsync();
    expect(sync.seq).toBe(3);
    expect(server.requests).toBe(0);
  });

  test('waits briefly for a message that arrives out of order', async () => {
    const { sync, server, change } = setUp(3);
    for (const seq of [1, 3, 2]) sync.onChanged(change(seq));
    await vi.runAllTimersAsync();
    expect(sync.seq).toBe(3);
    expect(server.requests).toBe(0);
  });

  test('sends one request for a gap that stays', async () => {
    const { sync, server, change } = setUp(4);
    for (const seq of [1, 3, 4]) sync.onChanged(change(seq));
    await vi.runAllTimersAsync();
    expect(sync.seq).toBe(4);
    expect(server.requests).toBe(1);
  });

  test('sends a request if a heartbeat has a newer head', async () => {
    const { sync, server } = setUp(5);
    sync.onHead(5);
    await vi.runAllTimersAsync();
    expect(sync.seq).toBe(5);
    expect(server.requests).toBe(1);
  });

  test('retries while the network is away', async () => {
    const { sync, server } = setUp(5);
    server.fail = 3;
    void sync.resync();
    await vi.runAllTimersAsync();
    expect(sync.seq).toBe(5);
    expect(server.requests).toBe(4);
  });

  test('applies all pages of changes in the order of creation', async () => {
    const pages: Partial<ThreadChanges>[] = [
      { seq: 5, more: true, comments: [{ id: 'reply', seq: 5, born: 3 } as CommentView] },
      { seq: 9, more: false, comments: [{ id: 'parent', seq: 9, born: 2 } as CommentView] },
    ];
    const applied: string[][] = [];
    const sync = new ThreadSync(
      { seq: 1, tally: 0 },
      {
        changesSince: () =>
          Promise.resolve({ reset: false, tally: 0, total: 2, ...pages.shift() } as ThreadChanges),
        apply: (comments) => applied.push(comments.map(({ id }) => id)),
        tallied: () => {},
        reset: () => {},
      },
    );
    await sync.resync();
    expect(applied).toEqual([['parent', 'reply']]);
    expect(sync.seq).toBe(9);
  });

  test('ends level with the server, whichever messages are lost, repeated or reordered', async () => {
    const arrivals = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(arrivals, async (seqs) => {
        const { sync, copy, change } = setUp(30);
        for (const seq of seqs) sync.onChanged(change(seq));
        sync.onHead(30);
        await vi.runAllTimersAsync();
        expect(sync.seq).toBe(30);
        expect([...copy.values()].sort()).toEqual([28, 29, 30]);
      }),
    );
  });
});
