import type { z } from 'zod';
import { requireAdmin } from '#lib/actor.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import type { Tx } from '#lib/db/client.server.ts';
import { createNotices } from '#lib/notices/create-notices.server.ts';
import { markDecided } from '#lib/notices/notify-admins.server.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import type { outcomeForm } from './challenge-input.ts';
import {
  deleteOutcomeNotices,
  isVersionAfter,
  readOnDesk,
  setOutcome,
  type DeskRow,
} from './challenge.store.server.ts';
import { db } from '#lib/db/client.server.ts';

type Outcome = z.output<typeof outcomeForm>;

/**
 * Records the outcome of a challenge, changes it, or opens the challenge again. Everyone sees it at the comment, and its
 * author is notified. @throws Refusal `sign-in-first`, `forbidden`, `challenge-not-found`, `challenge-changed`,
 * `challenge-needs-version`
 */
export async function decideChallenge(input: Outcome, { actor, now }: RequestContext): Promise<void> {
  const admin = requireAdmin(actor);
  const found = await onDesk(input.comment, db());
  const admins = await changeThread({ id: found.verdictId, slug: found.slug }, async (thread) => {
    const comment = await thread.read(input.comment);
    // Again under the lock: it may have been withdrawn or removed.
    const row = await onDesk(input.comment, thread.tx);
    const verdictVersion = await versionOf(input, row, thread.tx);
    const { version, outcome: state } = input;
    const note = state === 'open' ? null : input.note;
    const decided = { commentId: row.commentId, version, state, note, verdictVersion };
    if (!(await setOutcome({ ...decided, decidedById: admin.id, now }, thread.tx)))
      throw new Refusal('challenge-changed');
    await notifyAuthor(row, input, { now, tx: thread.tx });
    await thread.touch(comment!);
    return markDecided({ kind: 'challenge_waiting', commentId: row.commentId }, now, thread.tx);
  });
  await publishUnreadCounts([found.authorId, ...admins]);
}

async function onDesk(commentId: string, tx: Tx): Promise<DeskRow> {
  const row = await readOnDesk(commentId, tx);
  if (!row) throw new Refusal('challenge-not-found');
  return row;
}

/** The version that amends or withdraws: the one named, or the current one. A retraction withdraws it as it is. */
async function versionOf(
  { outcome, verdictVersion }: Outcome,
  { verdictId, currentVersion, retracted, createdAt }: DeskRow,
  tx: Tx,
): Promise<number | null> {
  if (outcome !== 'amended' && outcome !== 'withdrawn') return null;
  const version = verdictVersion ?? currentVersion;
  if (outcome === 'withdrawn' && retracted && version === currentVersion) return version;
  if (await isVersionAfter(verdictId, { version, after: createdAt }, tx)) return version;
  throw new Refusal('challenge-needs-version', {
    errors: [{ path: 'verdictVersion', message: 'Name a version that is newer than the challenge.' }],
  });
}

async function notifyAuthor(
  { commentId, authorId }: DeskRow,
  { outcome, note }: Outcome,
  { now, tx }: { now: Date; tx: Tx },
): Promise<void> {
  await deleteOutcomeNotices(commentId, tx);
  if (outcome === 'open') return;
  const about = { userId: authorId, kind: 'challenge_outcome', commentId } as const;
  await createNotices([{ ...about, data: { outcome, note }, now }], tx);
}
