import { z } from 'zod';
import { cursorOf } from '#lib/http/input/cursor-input.ts';
import { limitInput, searchInput, timestampCodec } from '#lib/http/input/field-input.ts';

/** Where a page ended: its order, the sort key of its last verdict, and the id for verdicts with the same key. */
export const verdictCursor = cursorOf(
  z.discriminatedUnion('sort', [
    z.object({ sort: z.literal('newest'), key: timestampCodec(), id: z.uuid() }),
    z.object({ sort: z.literal('discussed'), key: z.int32().min(0), id: z.uuid() }),
  ]),
);

/** `source` is a feed (`arXiv econ.GN`) or a publisher (`arXiv`). */
export const listingInput = z
  .object({
    q: searchInput(200),
    source: searchInput(300),
    sort: z.enum(['newest', 'discussed'], 'Sort by newest or discussed.').default('newest'),
    cursor: verdictCursor.input,
    limit: limitInput(20),
  })
  .refine(({ cursor, sort }) => !cursor || verdictCursor.read(cursor)?.sort === sort, {
    path: ['cursor'],
    message: 'That cursor is for another order. Start from the first page.',
  });

/** What was typed into the search field, which it keeps if it is refused. */
export const typedInput = z.object({ q: z.string().default('') });

export type VerdictListing = z.output<typeof listingInput>;
