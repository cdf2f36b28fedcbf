import { checked } from '#lib/http/input/input.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { parsePage } from '#lib/verdicts/parse/parse-page.ts';
import type { Correction } from '#lib/verdicts/parse/parsed-page.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';
import { structuredInput, textInput } from './verdict-input.ts';

export interface ParsedVerdict {
  content: StructuredVerdict;
  /** The page text it was read from; null where it came structured. */
  raw: string | null;
  /** What the operator said about lines of the text; null: nothing. */
  corrections: Correction[] | null;
}

/**
 * Reads what somebody wants to publish: `{text}` with a verdict's page, or the structured verdict itself. Beside the
 * text, `corrections` say how some of its lines are to be read.
 * @throws Refusal `verdict-unreadable` (with the line), `too-large`, `invalid-input`
 */
export function parseVerdictInput(input: unknown): ParsedVerdict {
  if (typeof input !== 'object' || input === null || !('text' in input))
    return { content: checked(structuredInput, input), raw: null, corrections: null };
  const { text, corrections = [] } = checked(textInput, input);
  // Through the same checks as a structured one: they bound what readers can be asked to vote on.
  return {
    content: checked(structuredInput, parseText(text, corrections)),
    raw: text.toWellFormed().replaceAll('\u0000', ''),
    corrections: corrections.length > 0 ? corrections : null,
  };
}

function parseText(text: string, corrections: Correction[]): StructuredVerdict {
  const { verdict, error } = parsePage(text, corrections);
  if (verdict) return verdict;
  const code = error?.tooLarge ? 'too-large' : 'verdict-unreadable';
  throw new Refusal(code, { field: 'text', ...(error ? { message: error.message } : {}) });
}
