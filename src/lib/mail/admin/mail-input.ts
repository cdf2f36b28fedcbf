import { z } from 'zod';
import { cursorOf } from '#lib/http/input/cursor-input.ts';
import { timestampCodec } from '#lib/http/input/field-input.ts';
import { MAIL_FILTERS } from '../mail-state.ts';

export const mailCursor = cursorOf(z.object({ createdAt: timestampCodec(), id: z.uuid() }));

export const mailQuery = z.object({
  state: z.enum(MAIL_FILTERS).optional().catch(undefined),
  cursor: mailCursor.input.catch(undefined),
});

export const retryMailInput = z.object({ id: z.uuid() });
export const testMailInput = z.object({
  to: z.email('This isn’t an email address.').max(254, 'This email address is too long.'),
});
