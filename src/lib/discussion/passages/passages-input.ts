import { z } from 'zod';
import { idCursor } from '#lib/http/input/cursor-input.ts';
import { verdictParams } from '#lib/verdicts/verdict-params-input.ts';

/** A block of a verdict: the id of its section and its index there, as in `the-verdict.3`. */
export const blockInput = z
  .string()
  .regex(/^[\p{L}\p{N}\p{M}-]{1,80}\.\d{1,4}$/u, 'Name a section and the number of a block in it.')
  .transform((text) => {
    const dot = text.lastIndexOf('.');
    return { section: text.slice(0, dot), block: Number(text.slice(dot + 1)) };
  });

export const blockParams = verdictParams.extend({ block: blockInput });

export const passageCommentsQuery = z.object({ cursor: idCursor.input });
