import { z } from 'zod';
import { Refusal } from '#lib/refusal.ts';

/** Longer than any cursor that we write: the deepest comment's has some 150 characters. */
const MAX_LENGTH = 300;

const MESSAGE = 'That is not a cursor of this list. Start from its first page.';

/**
 * The cursor of one list: `place`, where a page ended, as JSON in base64url. Clients can send any text as a cursor, so
 * `place` must only allow values that the list's query accepts.
 */
export function cursorOf<P extends z.ZodType>(place: P) {
  const parse = (text: string) => place.safeParse(decoded(text));
  return {
    /** The parameter, still as text. Empty is the first page. */
    input: z
      .string()
      .max(MAX_LENGTH, { error: MESSAGE, abort: true })
      // `abort`: a rule about the whole query, such as "of this order", can rely on a cursor that reads.
      .refine((text) => text === '' || parse(text).success, { error: MESSAGE, abort: true })
      .transform((text) => text || undefined)
      .optional(),
    write: (at: z.input<P>): string =>
      btoa(JSON.stringify(at)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
    /** Null without a cursor. @throws Refusal `invalid-input` for text that `write` didn't write */
    read: (text: string | undefined): z.output<P> | null => {
      if (!text) return null;
      const read = parse(text);
      if (!read.success) throw new Refusal('invalid-input', { field: 'cursor', message: MESSAGE });
      return read.data;
    },
  };
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return undefined; // `place` rejects it, like any other text that isn't a cursor
  }
}
