import { signedIn } from '#lib/actor.ts';
import type { Asking } from '#lib/discussion/find-comment.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { whyNotAppeal } from './appeal.ts';
import { insertAppeal, isAppealed } from './appeal.store.server.ts';
import { readDecision } from './decision.store.server.ts';
import { tellCases } from './tell-cases.server.ts';

/**
 * Whom a decision concerns asks for somebody else to look again: `fileAppeal({decision, text}, {actor, now})`. The
 * restricted may, too: it is the one thing left to them.
 * @throws Refusal `sign-in-first`, `not-found`, `appeal-not-possible`, `appealed-already`, `appeal-too-late`
 */
export async function fileAppeal(
  { decision: id, text }: { decision: string; text: string },
  { actor, now }: Asking,
): Promise<void> {
  const { id: userId } = signedIn(actor);
  const decision = await readDecision(id);
  // A stranger's decision is not there for them: who asks by guessing learns nothing.
  if (!decision || decision.subjectId !== userId) throw new Refusal('not-found');
  const why = whyNotAppeal({ ...decision, appealed: await isAppealed(id) }, userId, now);
  if (why) throw new Refusal(why);
  const caseId = await insertAppeal(decision, { userId, text, now });
  if (!caseId) throw new Refusal('appealed-already');
  await tellCases([caseId], { what: 'opened', by: null, now });
}
