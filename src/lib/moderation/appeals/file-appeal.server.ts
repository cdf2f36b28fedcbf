import { requireSignedIn } from '#lib/actor.ts';
import { publishCases } from '#lib/moderation/cases/publish-cases.server.ts';
import { readDecision } from '#lib/moderation/decisions/decision.store.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { insertAppeal } from './appeal.store.server.ts';

/**
 * Files an appeal by the account that a decision concerns. Restricted accounts may appeal too.
 * @throws Refusal `sign-in-first`, `not-found`, `appeal-not-possible`, `appealed-already`, `appeal-too-late`
 */
export async function fileAppeal(
  { decision: id, text }: { decision: string; text: string },
  { actor, now }: RequestContext,
): Promise<void> {
  const { id: userId } = requireSignedIn(actor);
  const decision = await readDecision(id);
  // The same refusal for another account's decision: guessing ids reveals nothing.
  if (!decision || decision.subjectId !== userId) throw new Refusal('not-found');
  const caseId = await insertAppeal(decision, { userId, text, now });
  await publishCases([caseId], { what: 'opened', by: null, now });
}
