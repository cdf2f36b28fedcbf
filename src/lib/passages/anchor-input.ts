import { z } from 'zod';
import { integerInput, storedText } from '#lib/http/input/field-input.ts';
import { CONTEXT, MAX_EXACT } from './anchor.ts';

const section = storedText().min(1).max(80);
const words = storedText()
  .trim()
  .min(1)
  .max(MAX_EXACT, `Quote up to ${MAX_EXACT.toLocaleString('en')} characters.`);
// Only to tell places with the same text apart, so half a character at its end doesn't matter. No more than `CONTEXT` units
// are compared: the time of a search grows with them.
const context = z.string().max(500, 'Send up to 500 characters of the text before and after.').default('');
const prefix = context.transform((text) => text.slice(-CONTEXT).toWellFormed());
const suffix = context.transform((text) => text.slice(0, CONTEXT).toWellFormed());

/** A passage with its place, as a comment's `anchor` has it: what a comment says besides is read from the verdict. */
const placed = z.object({
  section,
  block: integerInput(),
  start: integerInput(),
  end: integerInput({ min: 1 }),
  exact: words,
  prefix,
  suffix,
  version: integerInput({ min: 1 }),
});

/** Only words: the server finds their first place in the section. */
const quoted = z.strictObject({ section, quote: words });

export const anchorInput = z.union([placed, quoted], {
  error: () =>
    `Send a passage as {section, quote}, or as {section, block, start, end, exact, prefix, suffix, version}, with up to ${MAX_EXACT.toLocaleString('en')} characters.`,
});

export type AnchorInput = z.output<typeof anchorInput>;

/** Of a comment not yet sent: also with the words that its composer shows. */
export const draftAnchorInput = z.union([placed.extend({ quote: words }), quoted]);

const place = z.strictObject({
  section: z.string(),
  block: z.int().min(0),
  start: z.int().min(0),
  end: z.int().min(1),
});

/** As responses have it. */
export const anchorShape = z.strictObject({
  section: z.string(),
  quote: z.string().describe('As readers see it, with typographic quotes.'),
  block: z.int().min(0).optional().describe('The index of its first block in the section.'),
  start: z.int().min(0).optional().describe('In UTF-16 code units of the text of that block.'),
  end: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Behind the end of that block’s text if the passage goes on in the next one; one unit is between two.',
    ),
  exact: z.string().optional().describe('The text as published.'),
  prefix: z.string().optional().describe('The text before it, up to 32 units.'),
  suffix: z.string().optional(),
  version: z.int().min(1).optional().describe('The version of the verdict that was quoted.'),
  state: z
    .enum(['exact', 'moved', 'lost'])
    .optional()
    .describe('In version `checked`: as quoted, at another place or with other words, or not there.'),
  at: place.optional().describe('Where it has moved to.'),
  reworded: z.literal(true).optional().describe('If its words are others there.'),
  checked: z
    .int()
    .min(1)
    .optional()
    .describe('The verdict’s current version, except in the moment after a new one.'),
});
