import { stateAfter } from '#lib/discussion/status/transitions.ts';
import { closeCase, readOpenCasesOn } from '#lib/moderation/cases/case.store.server.ts';
import {
  moveComment,
  noticeToAuthor,
  type DecisionContext,
  type DecisionOutcome,
} from './decision-context.server.ts';

/** Removes a comment, or with `input.replies` its branch. Every author gets a notice and can appeal. */
export async function remove(context: DecisionContext): Promise<DecisionOutcome> {
  const { comment, input } = context;
  const branch = input.replies ? await removeReplies(context) : {};
  if (!input.replies) await moveComment(context, 'remove');
  return {
    reports: 'upheld',
    before: { moderated: comment.moderated },
    notices: [noticeToAuthor(context, 'removed')],
    ...branch,
  };
}

async function removeReplies({ thread, comment, moderator, now }: DecisionContext) {
  const branch = await thread.branch(comment);
  // Replies that are removed or withdrawn already stay as they are.
  const replies = branch.filter(({ id }) => id !== comment.id);
  const parts = replies
    .filter((reply) => stateAfter(reply, 'remove', moderator.role))
    .map((reply) => ({ comment: reply, before: { moderated: reply.moderated } }));
  const partIds = parts.map((part) => part.comment.id);
  const partCases = await readOpenCasesOn(thread.tx, partIds);
  for (const id of partCases) await closeCase(thread.tx, id, now);
  await thread.removeBranch(comment);
  return { parts, partCases };
}
