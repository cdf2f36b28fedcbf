import { noticesAbout } from '#lib/notices/create-notices.server.ts';
import {
  moveComment,
  noticeToAuthor,
  type DecisionContext,
  type DecisionOutcome,
} from './decision-context.server.ts';

/** Closes the reports. If they had hidden the comment, it is visible again, and who hasn't heard of it does now. */
export async function keep(context: DecisionContext): Promise<DecisionOutcome> {
  const { thread, comment, reason } = context;
  await moveComment(context, 'keep');
  const isBack = comment.moderated === 'hidden' && !comment.withdrawn;
  const toOthers = isBack ? await noticesAbout(comment.id, thread.tx) : [];
  return {
    reports: reason === 'reports_wrong' ? 'rejected' : 'ignored',
    before: { moderated: comment.moderated },
    notices: comment.moderated === 'hidden' ? [noticeToAuthor(context, 'restored'), ...toOthers] : [],
  };
}
