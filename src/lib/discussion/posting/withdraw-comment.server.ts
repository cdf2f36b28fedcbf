import { requireSignedIn } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { reportCaseChanged } from '#lib/standing/queue-changes.server.ts';
import { keepsPlace } from '#lib/discussion/comment.ts';
import { whyNotWithdraw } from '#lib/discussion/rules.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import { stateAfter } from '#lib/discussion/status/transitions.ts';
import { readComment } from '#lib/discussion/store/comment.store.server.ts';

/** Idempotent: the second time changes nothing. @throws Refusal `comment-not-found`, `not-yours` */
export async function withdrawComment(id: string, { actor, now }: RequestContext): Promise<{ slug: string }> {
  const author = requireSignedIn(actor);
  const row = await readComment(id, author);
  // Authors find their own comment even after it has left the thread, so that a repeated request succeeds.
  const found = row && (row.authorId === author.id || keepsPlace(row, author));
  if (!found) throw new Refusal('comment-not-found');
  const why = whyNotWithdraw(row, author);
  if (why) throw new Refusal(why);
  await changeThread({ id: row.verdictId, slug: row.slug }, async (thread) => {
    const comment = await thread.read(id);
    if (comment && stateAfter(comment, 'withdraw', 'author')) await thread.withdraw(comment, now);
  });
  if (row.status === 'pending' || row.reports > 0) await reportCaseChanged(id);
  return { slug: row.slug };
}
