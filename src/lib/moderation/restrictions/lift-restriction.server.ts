import { requireModerator } from '#lib/actor.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { disconnectAccount } from '#lib/live/disconnect.server.ts';
import { giveNotices } from '#lib/notices/give-notice.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { Decided } from '#lib/moderation/decisions/decision-result.ts';
import { recordDecision } from '#lib/moderation/decisions/decision.store.server.ts';
import { onceOnly } from '#lib/moderation/decisions/commit-decision.server.ts';
import { PERSON_PLACE } from '#lib/moderation/ledger/ledger-place.ts';
import { recountTallies } from './restrict-account.server.ts';
import {
  holdingTallies,
  readRestriction,
  setLifted,
  type RestrictionRow,
} from './restriction.store.server.ts';

/**
 * Lifts a restriction before its time: `liftRestriction({restriction, nonce}, {actor, now}) → Decided`. Votes and
 * ratings that it had taken out of the tallies count again.
 * @throws Refusal `sign-in-first`, `forbidden`, `not-found`, `not-possible-now` (lifted already)
 */
export async function liftRestriction(
  { restriction: id, nonce }: { restriction: string; nonce: string },
  context: RequestContext,
): Promise<Decided> {
  const moderator = requireModerator(context.actor);
  const { now } = context;
  return onceOnly(moderator, { nonce, caseId: null, context }, async () => {
    const row = await readRestriction(id);
    if (!row) throw new Refusal('not-found');
    const { userId } = row;
    const done = await holdingTallies(userId, async (tx) => {
      if (!(await setLifted(tx, id, now))) throw new Refusal('not-possible-now');
      const decisionId = await recordDecision(tx, {
        kind: 'lift',
        caseId: null,
        commentId: null,
        verdictId: null,
        subjectId: userId,
        moderator,
        reason: 'time_served',
        nonce,
        before: { restriction: id },
        place: PERSON_PLACE,
        now,
      });
      await giveNotices([{ userId, kind: 'lifted', decisionId, data: { scope: row.scope }, now }], tx);
      return { id: decisionId, tell: silences(row) ? await recountTallies(userId, tx) : () => {} };
    });
    done.tell();
    disconnectAccount(userId);
    return { id: done.id, cases: [], told: [userId], what: 'changed' };
  });
}

/** Does it take votes and ratings out of the tallies? Mirrors the view `silenced`. */
export function silences({ scope, until }: Pick<RestrictionRow, 'scope' | 'until'>): boolean {
  return until === null && scope !== 'comment';
}
