import { z } from 'zod';

export const stanceInput = z.enum(
  ['agree', 'disagree'],
  'Say agree, disagree, or null to take the vote back.',
);

export const voteInput = z.strictObject({ stance: stanceInput.nullable() });

/** The plain form: pressing the pressed button sends "none". */
export const voteForm = z.object({
  claim: z.uuid('That is not the id of a claim.'),
  stance: z.enum(['agree', 'disagree', 'none']).transform((stance) => (stance === 'none' ? null : stance)),
});
