import { checked } from '#lib/input.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { parseVerdict } from './parse/parse-verdict.ts';
import type { StructuredVerdict } from './verdict.ts';
import { structuredInput, textInput } from './verdict-input.ts';
import { VerdictTextError } from './parse/verdict-text-error.ts';

export interface ReadVerdict {
  content: StructuredVerdict;
  /** The page text it was read from; null where it came structured. */
  raw: string | null;
}

/**
 * Reads what somebody wants to publish: `{text}` with a verdict's page, or the structured verdict itself.
 * @throws Refusal `verdict-unreadable` (with the line), `too-large`, `invalid-input`
 */
export function readVerdict(input: unknown): ReadVerdict {
  if (typeof input !== 'object' || input === null || !('text' in input))
    return { content: checked(structuredInput, input), raw: null };
  const { text } = checked(textInput, input);
  // Through the same checks as a structured one: they bound what readers can be asked to vote on.
  return {
    content: checked(structuredInput, parsed(text)),
    raw: text.toWellFormed().replaceAll('\u0000', ''),
  };
}

function parsed(text: string): StructuredVerdict {
  try {
    return parseVerdict(text);
  } catch (error) {
    if (!(error instanceof VerdictTextError)) throw error;
    const code = error.tooLarge ? 'too-large' : 'verdict-unreadable';
    throw new Refusal(code, { field: 'text', message: error.message });
  }
}
