import { closeCase, openCasesOn } from '#lib/moderation/cases/case.store.server.ts';
import { moved } from '#lib/discussion/status/transitions.ts';
import { step, toAuthor, type Ruling, type Sitting } from './decision-context.server.ts';

/** Takes a comment away, or a whole branch: then each author is told, and each can appeal for their own. */
export async function remove(sitting: Sitting): Promise<Ruling> {
  const { comment, input } = sitting;
  if (input.replies) return removeBranch(sitting);
  await step(sitting, 'remove');
  const before = { moderated: comment.moderated };
  return { closes: 'upheld', before, notices: [toAuthor(sitting, 'removed')] };
}

async function removeBranch(sitting: Sitting): Promise<Ruling> {
  const { thread, comment, moderator, now } = sitting;
  const role = moderator.role === 'admin' ? 'admin' : 'moderator';
  const going = (await thread.branch(comment)).filter((each) => moved(each, 'remove', role) !== null);
  // The comment itself must be removable; what hangs below it and is gone already stays as it is.
  if (going[0]?.id !== comment.id) await step(sitting, 'remove');
  const others = going.slice(1);
  const cases = await openCasesOn(
    thread.tx,
    others.map(({ id }) => id),
  );
  for (const id of cases) await closeCase(thread.tx, id, now);
  await thread.removeBranch(comment);
  const parts = others.map((each) => ({ comment: each, before: { moderated: each.moderated } }));
  return {
    closes: 'upheld',
    before: { moderated: comment.moderated },
    notices: [toAuthor(sitting, 'removed')],
    parts,
    cases,
  };
}
