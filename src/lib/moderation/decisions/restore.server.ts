import {
  moveComment,
  noticeToAuthor,
  type DecisionContext,
  type DecisionOutcome,
} from './decision-context.server.ts';

/** Makes a removed comment visible again. Its case stays decided. */
export async function restoreComment(context: DecisionContext): Promise<DecisionOutcome> {
  const { moderated } = context.comment;
  await moveComment(context, 'restore');
  return { reports: null, before: { moderated }, notices: [noticeToAuthor(context, 'restored')] };
}
