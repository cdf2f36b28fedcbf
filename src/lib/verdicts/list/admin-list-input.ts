import { z } from 'zod';
import { cursorOf } from '#lib/http/input/cursor-input.ts';
import { searchInput, slugInput, timestampCodec } from '#lib/http/input/field-input.ts';
import { noteInput } from '#lib/verdicts/publish/verdict-input.ts';
import { VERDICT_STATES } from '#lib/verdicts/verdict-state.ts';

/** Where a page of the admin's list of verdicts or of drafts ended. */
export const adminListCursor = cursorOf(z.object({ updatedAt: timestampCodec(), id: z.uuid() }));

export const adminListQuery = z.object({
  q: searchInput(200),
  state: z.enum([...VERDICT_STATES, 'drafts']).optional(),
  cursor: adminListCursor.input,
});

/** One of the list's buttons. */
export const verdictSlugInput = z.object({ slug: slugInput });

export const retractFormInput = verdictSlugInput.extend({ note: noteInput });
