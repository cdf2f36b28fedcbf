import { signedIn } from '#lib/actor.ts';
import type { Asking } from '#lib/discussion/reading/find-comment.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { insertAppeal } from './appeal.store.server.ts';
import { readDecision } from '#lib/moderation/decisions/decision.store.server.ts';
import { tellCases } from '#lib/moderation/cases/tell-cases.server.ts';

/**
 * Files an appeal by the person whom a decision concerns: `fileAppeal({decision, text}, {actor, now})`. Restricted
 * accounts may appeal, too.
 * @throws Refusal `sign-in-first`, `not-found`, `appeal-not-possible`, `appealed-already`, `appeal-too-late`
 */
export async function fileAppeal(
  { decision: id, text }: { decision: string; text: string },
  { actor, now }: Asking,
): Promise<void> {
  const { id: userId } = signedIn(actor);
  const decision = await readDecision(id);
  // Somebody else's decision is "not found": guessing ids reveals nothing.
  if (!decision || decision.subjectId !== userId) throw new Refusal('not-found');
  const caseId = await insertAppeal(decision, { userId, text, now });
  await tellCases([caseId], { what: 'opened', by: null, now });
}
