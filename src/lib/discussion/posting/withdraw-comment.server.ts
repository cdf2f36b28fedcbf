import { requireSignedIn } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { reportCaseChanged } from '#lib/standing/queue-changes.server.ts';
import { markWithdrawn } from '#lib/discussion/store/change.store.server.ts';
import { keepsPlace } from '#lib/discussion/comment.ts';
import { readComment } from '#lib/discussion/store/comment.store.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { withdrawPending } from '#lib/discussion/store/pending.store.server.ts';
import { publishChanges } from './publish-change.server.ts';
import { whyNotWithdraw } from '#lib/discussion/rules.ts';

/**
 * Withdraws the actor's own comment. Idempotent: the second time changes nothing.
 * @throws Refusal `comment-not-found`, `not-yours`
 */
export async function withdrawComment(id: string, { actor, now }: RequestContext): Promise<{ slug: string }> {
  const author = requireSignedIn(actor);
  const row = await readComment(id, author);
  // Their own they find even after it has left the thread, so that a repeated request succeeds.
  const found = row && (row.authorId === author.id || keepsPlace(row, author));
  if (!found) throw new Refusal('comment-not-found');
  const why = whyNotWithdraw(row, author);
  if (why) throw new Refusal(why);
  // What waits, nobody saw: there is nothing to tell. Let in meanwhile, it goes the way of all others.
  if (row.seq === 0 && (await withdrawPending(id, author.id, now))) {
    await reportCaseChanged(id);
    return { slug: row.slug };
  }
  const written = await markWithdrawn({ id, verdictId: row.verdictId, authorId: author.id }, now);
  if (written) await publishChanges({ id: row.verdictId, slug: row.slug }, [written]);
  if (row.reports > 0) await reportCaseChanged(id);
  return { slug: row.slug };
}
