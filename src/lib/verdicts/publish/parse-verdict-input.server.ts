import { checked } from '#lib/http/input/input.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { parsePage } from '#lib/verdicts/parse/parse-page.ts';
import type { Correction } from '#lib/verdicts/parse/parsed-page.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';
import { structuredInput, textInput } from './verdict-input.ts';

export interface ParsedVerdict {
  content: StructuredVerdict;
  /** Null for a structured verdict. */
  raw: string | null;
  /** Null: none. */
  corrections: Correction[] | null;
}

/**
 * Parses a request to publish: `{text, corrections}` with a verdict's page, or a structured verdict. @throws Refusal
 * `verdict-unreadable` (with the line), `too-large`, `invalid-input`
 */
export function parseVerdictInput(input: unknown): ParsedVerdict {
  if (typeof input !== 'object' || input === null || !('text' in input))
    return { content: checked(structuredInput, input), raw: null, corrections: null };
  const { text, corrections = [] } = checked(textInput, input);
  // The checks for structured verdicts also bound how many claims a page can have.
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
