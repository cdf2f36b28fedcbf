import { z } from 'zod';
import { cursorOf } from '#lib/http/input/cursor-input.ts';
import { searchInput, slugInput, timestampCodec } from '#lib/http/input/field-input.ts';
import { noteInput } from '#lib/verdicts/publish/verdict-input.ts';
import { VERDICT_STATES } from '#lib/verdicts/verdict-state.ts';

export const adminListCursor = cursorOf(z.object({ updatedAt: timestampCodec(), id: z.uuid() }));

export const adminListQuery = z.object({
  q: searchInput(200),
  state: z.enum([...VERDICT_STATES, 'drafts']).optional(),
  cursor: adminListCursor.input,
});

export const verdictSlugInput = z.object({ slug: slugInput });

export const retractFormInput = verdictSlugInput.extend({ note: noteInput });
