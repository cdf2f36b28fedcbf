import { openCase } from '#lib/moderation/cases/case.store.server.ts';
import { step, toAuthor, type Ruling, type Sitting } from './decision-context.server.ts';

/** Takes a comment out of sight until somebody has made up their mind: its case stays in the queue, or comes back. */
export async function hold(sitting: Sitting): Promise<Ruling> {
  const { thread, comment, now } = sitting;
  await step(sitting, 'hold');
  await openCase(thread.tx, { ...comment, held: true }, now);
  return { closes: null, before: { moderated: 'visible' }, notices: [toAuthor(sitting, 'hidden')] };
}
