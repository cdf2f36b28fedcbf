import type { Tx } from '#lib/db/client.server.ts';
import {
  eraseText,
  lockThread,
  placeAnew,
  readAnswered,
  readBranch,
  readFacts,
  readThreadLock,
  removeAll,
  setBranchLock,
  setModerated,
  setThreadLock,
  touch,
  type Facts,
} from '#lib/discussion/store/moderate.store.server.ts';
import type { Moderated } from './moderated.ts';
import { publishChanges } from '#lib/discussion/posting/publish-change.server.ts';

/**
 * How moderation, which stands above, changes a thread: `moderateThread(verdict, work)` runs `work` in one
 * transaction with the verdict's row locked, hands it a `Thread` to change, and after the commit tells the watchers
 * of whatever was touched. `work` writes its own rows (case, decision, ledger, notices) with `thread.tx`. It asks
 * transitions.ts what it may do; here only places, counts and the seq are kept right.
 */
export interface Thread {
  tx: Tx;
  verdictId: string;
  /** The comment as it stands under the lock; null where this thread has none of that id. */
  read: (id: string) => Promise<Facts | null>;
  /** It and everything below it, in reading order. */
  branch: (comment: Facts) => Promise<Facts[]>;
  move: (comment: Facts, to: Moderated) => Promise<void>;
  /** Nothing of it changes but what stands beside it (its reports), which open pages show. */
  touch: (comment: Facts) => Promise<void>;
  /** Whose comment it answers, if they are to be told of the reply. */
  answered: (comment: Facts) => Promise<string | null>;
  /** Removes the comment and all below it that its author has not taken back. */
  removeAll: (top: Facts) => Promise<void>;
  /** Null unlocks. */
  lockBranch: (comment: Facts, at: Date | null) => Promise<void>;
  lockedSince: () => Promise<Date | null>;
  lock: (at: Date | null) => Promise<void>;
  /** The comment must be removed first. */
  erase: (comment: Facts, now: Date) => Promise<void>;
}

export type { Facts };

/** @throws Refusal `verdict-not-found`, and what `work` throws: then nothing of it happened */
export async function moderateThread<T>(
  verdict: { id: string; slug: string },
  work: (thread: Thread) => Promise<T>,
): Promise<T> {
  const { result, state, written } = await lockThread(verdict.id, (locked) =>
    work({
      tx: locked.tx,
      verdictId: verdict.id,
      read: (id) => readFacts(locked.tx, verdict.id, id),
      branch: (comment) => readBranch(locked.tx, comment),
      move: async (comment, to) => {
        if (!comment.placed && to === 'visible') await placeAnew(locked, comment);
        await setModerated(locked, comment, to);
      },
      touch: (comment) => touch(locked, comment),
      answered: ({ id }) => readAnswered(locked.tx, id),
      removeAll: async (top) => removeAll(locked, await readBranch(locked.tx, top)),
      lockBranch: (comment, at) => setBranchLock(locked, comment, at),
      lockedSince: () => readThreadLock(locked.tx, verdict.id),
      lock: (at) => setThreadLock(locked, verdict.id, at),
      erase: (comment, now) => eraseText(locked, comment, now),
    }),
  );
  // Nobody is to hear of a verdict that is unpublished.
  if (written && state !== 'unpublished') await publishChanges(verdict, [written]);
  return result;
}
