import { requireApproved, type Actor } from '#lib/actor.ts';
import { spend } from '#lib/limits.server.ts';
import { publishTally } from '#lib/live/publish.server.ts';
import { findRow } from '#lib/discussion/reading/find-comment.server.ts';
import { whyNotCredit } from '#lib/discussion/rules.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { refuseReadOnly } from '#lib/site-settings/refuse-read-only.server.ts';
import { refuseRestricted } from '#lib/standing/find-standing.server.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import { deleteCredits, insertCredit, readCredit } from './credit.store.server.ts';

export interface Credited {
  credited: boolean;
  changedMinds: number;
}

/**
 * Says that the comment changed the actor's mind on a claim, or takes it back. One comment for each claim, and each
 * comment once. `claim`: the one whose vote changed; without it, the one that changed last.
 * @throws Refusal `sign-in-first`, `comment-not-found`, `own-credit`, `vote-not-changed`, `restricted`, `rate-limited`
 */
export async function creditComment(
  id: string,
  { credited, claim = null }: { credited: boolean; claim?: string | undefined | null },
  { actor, now }: RequestContext,
): Promise<Credited> {
  const reader = requireApproved(actor);
  await refuseReadOnly();
  const row = await findRow(id, reader);
  const why = whyNotWrite(row.verdictState, reader) ?? (credited ? whyNotCredit(row, reader) : null);
  if (why) throw new Refusal(why);
  await refuseRestricted(reader.id, 'vote', now);
  await spend('vote', reader.id);
  const { verdictId, slug } = row;
  const write = { verdictId, commentId: row.id, userId: reader.id, claimId: claim, now };
  const ratings = credited ? await insertCredit(write) : await deleteCredits(verdictId, reader.id, [row.id]);
  if (!ratings) throw new Refusal('vote-not-changed');
  publishTally(slug, { ratings });
  return { credited, changedMinds: ratings.find(({ comment }) => comment === row.id)?.changedMinds ?? 0 };
}

/** What the reader can do with the comment, and has done: null: nothing. */
export async function findCredit(
  row: Parameters<typeof whyNotCredit>[0] & { id: string; verdictId: string },
  reader: Actor,
): Promise<boolean | null> {
  if (row.authorId === reader.id) return null;
  const { credited, hasChanged } = await readCredit(row, reader.id);
  return credited || (hasChanged && whyNotCredit(row, reader) === null) ? credited : null;
}
