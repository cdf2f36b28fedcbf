import { eraseReportedText } from '#lib/moderation/cases/case.store.server.ts';
import { eraseRequestTexts } from '../removal-requests/removal-request.store.server.ts';
import {
  moveComment,
  noticeToAuthor,
  type DecisionContext,
  type DecisionOutcome,
} from './decision-context.server.ts';

/**
 * Deletes text, revisions, the quoted passage and the copies in reports, for private data and legal demands. The
 * comment's place and the row in the log, which never had text, stay; so do appeals and notes, which others wrote.
 */
export async function erase(context: DecisionContext): Promise<DecisionOutcome> {
  const { thread, comment, open, now } = context;
  await moveComment(context, 'erase');
  await thread.erase(comment, now);
  await eraseReportedText(thread.tx, comment.id);
  await eraseRequestTexts(thread.tx, comment.id);
  return {
    reports: open ? 'upheld' : null,
    before: {},
    notices: comment.erased ? [] : [noticeToAuthor(context, 'removed')],
  };
}
