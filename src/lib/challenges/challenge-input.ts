import { z } from 'zod';
import { emptyAsUndefined, integerInput, storedText } from '#lib/http/input/field-input.ts';
import { CHALLENGE_OUTCOMES, NOTE_MAX } from './challenge.ts';
import { readSource } from './source.ts';

export const challengeInput = z.strictObject({
  source: storedText('Name a source.').transform((written, context) => {
    const source = readSource(written);
    if (source !== null) return source;
    context.addIssue(
      'Use a public address that starts with https://, without a name, a password or a port, of up to 500 characters.',
    );
    return z.NEVER;
  }),
});

export const outcomeForm = z
  .strictObject({
    comment: z.uuid(),
    version: integerInput({ min: 1 }),
    outcome: z.enum([...CHALLENGE_OUTCOMES, 'open'], 'Choose an outcome.'),
    note: storedText().trim().max(NOTE_MAX, `Use up to ${NOTE_MAX} characters.`).default(''),
    verdictVersion: emptyAsUndefined(integerInput({ min: 2 }).optional()),
  })
  .refine(({ outcome, note }) => outcome === 'open' || note !== '', {
    message: 'Say in a few sentences why. Everyone can read it.',
    path: ['note'],
  });
