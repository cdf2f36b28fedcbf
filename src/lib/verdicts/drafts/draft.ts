import type { Correction, CorrectionKind } from '#lib/verdicts/parse/parsed-page.ts';

/** Bytes in UTF-8. HTML is about ten times as long as its text, and text has at most 200,000 characters. */
export const MAX_SOURCE = 1024 * 1024;

/** Bytes. Our forms send the source as multipart, byte for byte; urlencoding takes up to three bytes for each. */
export const MAX_SOURCE_FORM = 4 * MAX_SOURCE;

export const SOURCE_FILES = ['.txt', '.md', '.html', '.htm', '.json'];

/** `undo` removes the correction. */
export type CorrectAs = CorrectionKind | 'undo';

/** The command line recognises JSON files by the same rule. */
export function isJsonSource(source: string, fileName: string | null): boolean {
  return /\.json$/i.test(fileName ?? '') || /^\s*\{\s*"/.test(source);
}

/** Sorted by line. */
export function withCorrection(corrections: Correction[], lines: number[], as: CorrectAs): Correction[] {
  const chosen = new Set(lines);
  const others = corrections.filter(({ line }) => !chosen.has(line));
  const added = as === 'undo' ? [] : [...chosen].map((line) => ({ line, as }));
  return [...others, ...added].sort((a, b) => a.line - b.line);
}
