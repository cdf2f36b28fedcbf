import { isHtml } from '#lib/verdicts/parse/html/is-html.ts';
import { VerdictTextError } from '#lib/verdicts/parse/verdict-text-error.ts';

/** Characters. The longest verdicts have about 30,000; a much longer text is some other file. */
export const MAX_TEXT = 200_000;
/** Characters. A page's HTML is up to about ten times as long as its text. */
export const MAX_HTML = 1_000_000;
/** The longest paper titles have about 250 characters; a longer line is a paragraph. */
export const MAX_TITLE = 300;

// A few control characters are a copying accident; more mean a binary file.
const MAX_CONTROLS = 8;
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\ufffd]/g;

/**
 * Normalises line ends and spaces, and removes the byte order mark and stray control characters. @throws
 * VerdictTextError if it is too large, empty or binary
 */
export function cleanText(raw: string): string {
  assertSize(raw);
  const text = raw
    .toWellFormed()
    .replace(/^\ufeff/, '')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n');
  assertNotEmpty(text);
  assertNotBinary(text);
  return text
    .replace(CONTROLS, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/\u200b|\ufeff/g, '');
}

function assertSize(text: string): void {
  const max = text.length <= MAX_HTML && isHtml(text) ? MAX_HTML : MAX_TEXT;
  if (text.length <= max) return;
  throw new VerdictTextError({
    line: lineAt(text, max),
    expected: `a text of at most ${MAX_TEXT.toLocaleString('en')} characters, or HTML of at most ${MAX_HTML.toLocaleString('en')}`,
    found: `${text.length.toLocaleString('en')}`,
    tooLarge: true,
  });
}

function assertNotEmpty(text: string): void {
  if (text.trim() === '')
    throw new VerdictTextError({ line: 1, expected: 'the text of a verdict', found: 'nothing' });
}

function assertNotBinary(text: string): void {
  const controls = text.match(CONTROLS)?.length ?? 0;
  const at = text.search(CONTROLS);
  const nul = text.indexOf('\u0000');
  if (nul < 0 && controls <= MAX_CONTROLS && !text.startsWith('%PDF-')) return;
  throw new VerdictTextError({
    line: lineAt(text, Math.max(nul >= 0 ? nul : at, 0)),
    expected: 'plain text in UTF-8',
    found: 'binary data',
  });
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
