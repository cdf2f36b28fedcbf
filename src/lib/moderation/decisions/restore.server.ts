import { noticesAbout } from '#lib/notices/create-notices.server.ts';
import {
  moveComment,
  noticeToAuthor,
  type DecisionContext,
  type DecisionOutcome,
} from './decision-context.server.ts';

/** Makes a removed comment visible again. Its case stays decided. */
export async function restoreComment(context: DecisionContext): Promise<DecisionOutcome> {
  const { thread, comment } = context;
  await moveComment(context, 'restore');
  const toOthers = await noticesAbout(comment.id, thread.tx);
  return {
    reports: null,
    before: { moderated: comment.moderated },
    notices: [noticeToAuthor(context, 'restored'), ...toOthers],
  };
}
