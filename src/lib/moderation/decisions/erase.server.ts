import { requireAdmin } from '#lib/actor.ts';
import { eraseReportedText } from '#lib/moderation/cases/case.store.server.ts';
import { step, toAuthor, type Ruling, type Sitting } from './decision-context.server.ts';

/**
 * Private data, or the law: text, revisions, the quoted passage and the copies in reports go for good. What stays is
 * that there was a comment, and the row in the log, which never held text. Only an admin may.
 */
export async function erase(sitting: Sitting): Promise<Ruling> {
  const { thread, comment, open, moderator, now } = sitting;
  requireAdmin(moderator);
  await step(sitting, 'erase');
  await thread.erase(comment, now);
  await eraseReportedText(thread.tx, comment.id);
  // What an appeal or a note said about the text was written by others and stays.
  return {
    closes: open ? 'upheld' : null,
    before: {},
    notices: comment.erased ? [] : [toAuthor(sitting, 'removed')],
  };
}
