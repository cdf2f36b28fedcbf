import { z } from 'zod';

const stanceInput = z.enum(['agree', 'disagree'], 'Send agree, disagree, or null to withdraw the vote.');

export const voteInput = z.strictObject({ stance: stanceInput.nullable() });

/** Without JavaScript, the pressed button sends "none". */
export const voteForm = z.object({
  claim: z.uuid('This isn’t the id of a claim.'),
  stance: z.enum(['agree', 'disagree', 'none']).transform((stance) => (stance === 'none' ? null : stance)),
  /** From the page of sign-in: see pending-vote.ts. */
  peeked: z.string().optional(),
});

/** A button only. */
export const peekFormInput = z.object({});
