import { noticesAbout } from '#lib/notices/create-notices.server.ts';
import {
  moveComment,
  noticeToAuthor,
  type DecisionContext,
  type DecisionOutcome,
} from './decision-context.server.ts';

/** Publishes a held comment at the end of its thread, and notifies those whom it addresses. */
export async function letIn(context: DecisionContext): Promise<DecisionOutcome> {
  const { thread, comment } = context;
  await moveComment(context, 'let_in');
  const toOthers = await noticesAbout(comment.id, thread.tx);
  return {
    reports: 'ignored',
    before: { moderated: 'pending' },
    notices: [noticeToAuthor(context, 'let_in'), ...toOthers],
  };
}
