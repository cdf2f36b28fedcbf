import { toAuthor, type Ruling, type Sitting } from './decision-context.server.ts';

/** Tells the author which rule they broke. The case goes on: a warning decides nothing about the comment. */
export async function warn(sitting: Sitting): Promise<Ruling> {
  return { closes: null, before: {}, notices: [toAuthor(sitting, 'warned')] };
}
