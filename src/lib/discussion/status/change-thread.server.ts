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
  type ThreadComment,
} from '#lib/discussion/store/moderate.store.server.ts';
import type { Moderated } from './moderated.ts';
import { publishChanges } from '#lib/discussion/posting/publish-change.server.ts';

/**
 * How moderation, which stands above, changes a thread: `moderateThread(verdict, work)` runs `work` in one
 * transaction with the verdict's row locked, hands it a `Thread` to change, and after the commit tells the watchers
 * of whatever was touched. `work` writes its own rows (case, decision, ledger, notices) with `thread.tx`. It asks
 * transitions.ts what it may do; here only places, counts and the seq are kept right.
 */
export interface ThreadChange {
  tx: Tx;
  verdictId: string;
  /** The comment as it stands under the lock; null where this thread has none of that id. */
  read: (id: string) => Promise<ThreadComment | null>;
  /** It and everything below it, in reading order. */
  branch: (comment: ThreadComment) => Promise<ThreadComment[]>;
  move: (comment: ThreadComment, to: Moderated) => Promise<void>;
  /** Nothing of it changes but what stands beside it (its reports), which open pages show. */
  touch: (comment: ThreadComment) => Promise<void>;
  /** Whose comment it answers, if they are to be told of the reply. */
  replyRecipient: (comment: ThreadComment) => Promise<string | null>;
  /** Removes the comment and all below it that its author has not taken back. */
  removeBranch: (top: ThreadComment) => Promise<void>;
  /** Null unlocks. */
  lockBranch: (comment: ThreadComment, at: Date | null) => Promise<void>;
  lockedSince: () => Promise<Date | null>;
  lock: (at: Date | null) => Promise<void>;
  /** The comment must be removed first. */
  erase: (comment: ThreadComment, now: Date) => Promise<void>;
}

export type { ThreadComment as Facts };

/** @throws Refusal `verdict-not-found`, and what `work` throws: then nothing of it happened */
export async function changeThread<T>(
  verdict: { id: string; slug: string },
  work: (thread: ThreadChange) => Promise<T>,
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
      replyRecipient: ({ id }) => readAnswered(locked.tx, id),
      removeBranch: async (top) => removeAll(locked, await readBranch(locked.tx, top)),
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
