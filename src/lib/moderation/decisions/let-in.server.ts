import { step, toAuthor, type Ruling, type Sitting } from '../sitting.server.ts';

/** A comment that waited is published, and gets its place in the order now. */
export async function letIn(sitting: Sitting): Promise<Ruling> {
  await step(sitting, 'let_in');
  return { closes: 'ignored', before: { moderated: 'pending' }, notices: [toAuthor(sitting, 'let_in')] };
}
