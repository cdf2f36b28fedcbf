import type { StructuredVerdict } from '../verdict.ts';
import { parsePage } from './parse-page.ts';

/**
 * Parses the text of a verdict page: missing values are null, boilerplate is removed. @param text as a browser copies
 * the page, Markdown or HTML; at most `MAX_TEXT` characters of text @throws VerdictTextError with the line, and what
 * was expected there
 */
export function parseVerdict(text: string): StructuredVerdict {
  const { verdict, error } = parsePage(text);
  if (!verdict) throw error!;
  return verdict;
}
