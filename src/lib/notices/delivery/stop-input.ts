import { z } from 'zod';
import { STOP_TOPICS } from './stop-topics.ts';

export const stopQuery = z.object({ token: z.string().max(200).default('') });

/** What a mail provider (RFC 8058) and our page's buttons send. */
export const stopInput = z.object({
  'List-Unsubscribe': z.literal('One-Click', 'This form is incomplete. Go back and press the button again.'),
  /** Absent: what the email was about. */
  stop: z.enum([...STOP_TOPICS, 'all']).optional(),
});
