import { openCase } from '#lib/moderation/cases/case.store.server.ts';
import {
  moveComment,
  noticeToAuthor,
  type DecisionContext,
  type DecisionOutcome,
} from './decision-context.server.ts';

/** Hides a comment until a moderator decides. Its case stays in the queue, or a new one opens. */
export async function hold(context: DecisionContext): Promise<DecisionOutcome> {
  const { thread, comment, now } = context;
  await moveComment(context, 'hold');
  await openCase(thread.tx, { ...comment, held: true }, now);
  return { reports: null, before: { moderated: 'visible' }, notices: [noticeToAuthor(context, 'hidden')] };
}
