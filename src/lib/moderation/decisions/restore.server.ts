import { step, toAuthor, type Ruling, type Sitting } from './decision-context.server.ts';

/** A removed comment stands again. Its case was decided long ago and stays so. */
export async function restore(sitting: Sitting): Promise<Ruling> {
  const { comment } = sitting;
  await step(sitting, 'restore');
  return { closes: null, before: { moderated: comment.moderated }, notices: [toAuthor(sitting, 'restored')] };
}
