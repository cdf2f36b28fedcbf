import { z } from 'zod';
import { cursorOf } from '#lib/http/input/cursor-input.ts';
import { limitInput, searchInput } from '#lib/http/input/field-input.ts';
import { MAX_QUERY, SCOPES } from './query.ts';

const SORTS = ['relevance', 'newest'] as const;

const whole = z.int().min(0);
/** More comments than there will ever be. */
const place = whole.max(2 ** 40);

/**
 * Where a page ended. `t`: when the first page was read, which ages are counted to. `v`, `c`: among the verdicts and the
 * comments, by score and key; `w`: above the comments that were ranked together. Null: there are no more.
 */
export const searchCursor = cursorOf(
  z.object({
    sort: z.enum(SORTS),
    t: whole.max(8.64e15),
    v: z.object({ s: z.number(), k: z.string().max(36) }).nullish(),
    c: z.object({ w: place, s: z.number().optional(), k: z.string().max(36).optional() }).nullish(),
  }),
);

export type SearchPosition = NonNullable<ReturnType<typeof searchCursor.read>>;

export const searchQuery = z
  .object({
    q: searchInput(MAX_QUERY),
    in: z.enum(SCOPES, 'Search in verdicts or comments.').optional(),
    sort: z.enum(SORTS, 'Sort by relevance or newest.').default('relevance'),
    cursor: searchCursor.input,
    limit: limitInput(20),
  })
  .refine(({ cursor, sort }) => !cursor || searchCursor.read(cursor)?.sort === sort, {
    path: ['cursor'],
    message: 'That cursor is for another order. Start from the first page.',
  });

export type SearchInput = z.output<typeof searchQuery>;

/** What was typed, even if it is too long. */
export const typedQuery = z.object({ q: z.string().default('') });
