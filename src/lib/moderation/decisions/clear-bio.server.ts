import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { findPerson } from '#lib/accounts/find-person.server.ts';
import { requireModerator } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { deleteBio } from '#lib/discussion/people/change-bio.server.ts';
import { PROFILE_PATH } from '#lib/moderation/ledger/ledger-place.ts';
import type { clearBioInput } from '#lib/moderation/moderation-input.ts';
import { createNotices } from '#lib/notices/create-notices.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { decideOnce, type CommittedDecision } from './decide-once.server.ts';
import type { Decider } from './decision-context.server.ts';
import type { DecisionResult } from './decision-result.ts';
import { insertDecision } from './decision.store.server.ts';

const NOTE = 'Your bio broke this rule and was deleted. You can write another one in the settings.';

/**
 * Deletes the bio of an account and warns its owner, who can appeal. The log has the warning, with the profile as its
 * place. A repeated request finds no bio.
 * @throws Refusal `sign-in-first`, `forbidden`, `user-not-found`, `not-your-equal`, `not-possible-now` (there is no bio)
 */
export async function clearBio(
  username: string,
  input: z.output<typeof clearBioInput>,
  context: RequestContext,
): Promise<DecisionResult> {
  const moderator = requireModerator(context.actor);
  const nonce = randomUUID();
  const decider = { moderator, now: context.now };
  return decideOnce(moderator, { nonce, caseId: null, context }, () =>
    clear(username, { ...input, nonce }, decider),
  );
}

async function clear(
  username: string,
  { reason, nonce }: z.output<typeof clearBioInput> & { nonce: string },
  { moderator, now }: Decider,
): Promise<CommittedDecision> {
  const { id: userId, role } = await findPerson(username);
  if (role !== 'reader' && moderator.role !== 'admin') throw new Refusal('not-your-equal');
  const id = await db().$transaction(async (tx) => {
    if (!(await deleteBio(userId, tx))) throw new Refusal('not-possible-now');
    const decisionId = await insertDecision(tx, {
      ...{ kind: 'warn', subjectId: userId, reason, note: NOTE, moderator, nonce, now },
      ...{ caseId: null, commentId: null, verdictId: null, place: PROFILE_PATH },
    });
    await createNotices([{ userId, kind: 'warned', decisionId, data: { reason, note: NOTE }, now }], tx);
    return decisionId;
  });
  return { id, caseIds: [], notified: [userId], what: 'changed' };
}
