import type { Correction, CorrectionKind } from '#lib/verdicts/parse/parsed-page.ts';

/** A draft's source in bytes of UTF-8. HTML is some ten times as long as its text, and a page's text is at most 200,000 characters. */
export const MAX_SOURCE = 1024 * 1024;

/**
 * A form that carries a source, in bytes. Ours send it as a file or as multipart text, byte for byte; a urlencoded form
 * of another program takes up to three bytes for each.
 */
export const MAX_SOURCE_FORM = 4 * MAX_SOURCE;

/** What may be uploaded. */
export const SOURCE_FILES = ['.txt', '.md', '.html', '.htm', '.json'];

/** What the buttons below the lines say that a line is; `undo` returns to what the parser makes of it. */
export type CorrectAs = CorrectionKind | 'undo';

/** Whether a source is a structured verdict rather than a page: the same rule as for files on the command line. */
export function isJsonSource(source: string, fileName: string | null): boolean {
  return /\.json$/i.test(fileName ?? '') || /^\s*\{\s*"/.test(source);
}

/** The corrections with these lines corrected; in the order of the lines. */
export function withCorrection(corrections: Correction[], lines: number[], as: CorrectAs): Correction[] {
  const chosen = new Set(lines);
  const others = corrections.filter(({ line }) => !chosen.has(line));
  const added = as === 'undo' ? [] : [...chosen].map((line) => ({ line, as }));
  return [...others, ...added].sort((a, b) => a.line - b.line);
}
