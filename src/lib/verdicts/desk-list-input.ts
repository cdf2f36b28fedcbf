import { z } from 'zod';
import { cursorOf } from '#lib/cursor-input.ts';
import { searchInput, timeInput } from '#lib/field-input.ts';

/** Where a page of the admin's list of verdicts ended. */
export const deskCursor = cursorOf(z.tuple([timeInput(), z.uuid()]));

export const deskListQuery = z.object({
  q: searchInput(200),
  cursor: deskCursor.input,
});
export type DeskListQuery = z.output<typeof deskListQuery>;
