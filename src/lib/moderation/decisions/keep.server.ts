import { step, toAuthor, type Ruling, type Sitting } from './decision-context.server.ts';

/** The comment stays, and comes back where it was hidden; the reports were wrong, or there is nothing to do. */
export async function keep(sitting: Sitting): Promise<Ruling> {
  const { thread, comment, reason } = sitting;
  await step(sitting, 'keep');
  // Its reports no longer slow the replies down: open pages hear of it.
  await thread.touch(comment);
  return {
    closes: reason === 'reports_wrong' ? 'rejected' : 'ignored',
    before: { moderated: comment.moderated },
    notices: comment.moderated === 'hidden' ? [toAuthor(sitting, 'restored')] : [],
  };
}
