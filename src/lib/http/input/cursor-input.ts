import { z } from 'zod';
import { Refusal } from '#lib/refusal.ts';

/** The longest cursor is the deepest comment's, with some 150 characters. */
const MAX_LENGTH = 300;

const MESSAGE = 'That is not a cursor of this list. Start from its first page.';

/**
 * The cursors of one list: `position`, where a page ended, as JSON in base64url. Clients can send any text as a cursor,
 * so `position` must only allow values that the list's query accepts.
 */
export function cursorOf<P extends z.ZodType>(position: P) {
  const parse = (text: string) => position.safeParse(decoded(text));
  const write = (at: z.output<P>): string =>
    btoa(JSON.stringify(z.encode(position, at)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  return {
    /** The query parameter. It stays text; empty is the first page. */
    input: z
      .string()
      .max(MAX_LENGTH, { error: MESSAGE, abort: true })
      // `abort`: rules about the whole query, such as "of this order", only see cursors that can be read.
      .refine((text) => text === '' || parse(text).success, { error: MESSAGE, abort: true })
      .transform((text) => text || undefined)
      .optional(),
    write,
    /** Null without a cursor. @throws Refusal `invalid-input` for text that `write` didn't return */
    read: (text: string | undefined): z.output<P> | null => {
      if (!text) return null;
      const read = parse(text);
      if (!read.success) throw new Refusal('invalid-input', { field: 'cursor', message: MESSAGE });
      return read.data;
    },
    /** A page of `rows`, which has more than `limit` rows if there is a next page. */
    page: <Row extends z.output<P>>(rows: Row[], limit: number): { rows: Row[]; next: string | null } => ({
      rows: rows.slice(0, limit),
      next: rows.length > limit ? write(rows[limit - 1]!) : null,
    }),
  };
}

/** For lists in the order of their ids. */
export const idCursor = cursorOf(z.object({ id: z.uuid() }));

function decoded(text: string): unknown {
  try {
    return JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return undefined; // `position` rejects it, like any other text that isn't a cursor
  }
}
