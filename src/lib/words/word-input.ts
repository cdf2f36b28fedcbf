import { z } from 'zod';
import { storedText } from '#lib/http/input/field-input.ts';
import { fold, tokens } from './fold.ts';

/** Characters: longer than any word or phrase that needs a rule. */
const MAX = 100;

export const wordInput = z
  .strictObject({
    text: storedText()
      .trim()
      .min(1, 'Write the word, or the pattern.')
      .max(MAX, `Use up to ${MAX} characters.`),
    kind: z.enum(['word', 'pattern'], 'Choose word or pattern.'),
    action: z.enum(['refuse', 'hold', 'report'], 'Choose refuse, hold or report.'),
    note: storedText()
      .trim()
      .max(500, 'Use up to 500 characters.')
      .nullish()
      .transform((note) => note || null),
  })
  .superRefine(({ text, kind }, context) => {
    if (kind === 'word' && tokens(fold(text)).length === 0)
      context.addIssue({
        code: 'custom',
        path: ['text'],
        message: 'A word has letters or figures. For signs alone use a pattern.',
      });
    // `*` alone, or with punctuation only, would match every comment.
    if (kind === 'pattern' && [...fold(text).replace(/[*\s]/g, '')].length < 2)
      context.addIssue({
        code: 'custom',
        path: ['text'],
        message: 'A pattern needs at least two signs beside its asterisks.',
      });
  });

export const wordIdInput = z.strictObject({ id: z.uuid('That is not the id of a word.') });

/** The form in which the admin tests a text. */
export const tryInput = z.strictObject({ text: z.string().max(10_000) });
