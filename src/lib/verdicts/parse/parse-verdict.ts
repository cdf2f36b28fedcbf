import type { StructuredVerdict } from '../verdict.ts';
import { parsePage } from './parse-page.ts';

/**
 * Reads the text of a verdict page. What the text says comes back once; what it doesn't say is null. Page furniture is
 * left out.
 * @param text as a browser copies the page, Markdown or HTML; at most `MAX_TEXT` characters of text
 * @throws VerdictTextError where the text is no verdict, with the line and what was expected there
 */
export function parseVerdict(text: string): StructuredVerdict {
  const { verdict, error } = parsePage(text);
  if (!verdict) throw error!;
  return verdict;
}
