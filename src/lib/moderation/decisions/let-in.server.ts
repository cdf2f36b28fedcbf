import {
  moveComment,
  noticeToAuthor,
  type DecisionContext,
  type DecisionOutcome,
} from './decision-context.server.ts';

/** Publishes a held comment at the end of its thread, and notifies the author of the comment it replies to. */
export async function letIn(context: DecisionContext): Promise<DecisionOutcome> {
  const { thread, comment } = context;
  await moveComment(context, 'let_in');
  const recipient = await thread.replyRecipient(comment);
  const reply = recipient ? [{ userId: recipient, kind: 'reply' as const, commentId: comment.id }] : [];
  return {
    reports: 'ignored',
    before: { moderated: 'pending' },
    notices: [noticeToAuthor(context, 'let_in'), ...reply],
  };
}
