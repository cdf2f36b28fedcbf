import {
  moveComment,
  noticeToAuthor,
  type DecisionContext,
  type DecisionOutcome,
} from './decision-context.server.ts';

/** Closes the reports. If they had hidden the comment, it is visible again. */
export async function keep(context: DecisionContext): Promise<DecisionOutcome> {
  const { comment, reason } = context;
  await moveComment(context, 'keep');
  return {
    reports: reason === 'reports_wrong' ? 'rejected' : 'ignored',
    before: { moderated: comment.moderated },
    notices: comment.moderated === 'hidden' ? [noticeToAuthor(context, 'restored')] : [],
  };
}
