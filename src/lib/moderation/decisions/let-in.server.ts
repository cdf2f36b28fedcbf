import { step, toAuthor, type Ruling, type Sitting } from './decision-context.server.ts';

/** A comment that waited is published, gets its place in the order now, and whom it answers hears of it. */
export async function letIn(sitting: Sitting): Promise<Ruling> {
  await step(sitting, 'let_in');
  const { thread, comment } = sitting;
  const answered = await thread.replyRecipient(comment);
  const reply = answered ? [{ userId: answered, kind: 'reply' as const, commentId: comment.id }] : [];
  return {
    closes: 'ignored',
    before: { moderated: 'pending' },
    notices: [toAuthor(sitting, 'let_in'), ...reply],
  };
}
