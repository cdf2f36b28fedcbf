import { noticeToAuthor, type DecisionContext, type DecisionOutcome } from './decision-context.server.ts';

/** Tells the author which rule they broke. The case stays open. */
export async function warn(context: DecisionContext): Promise<DecisionOutcome> {
  return { reports: null, before: {}, notices: [noticeToAuthor(context, 'warned')] };
}
