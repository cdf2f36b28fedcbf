/**
 * Control and bidirectional characters: a right-to-left override in a title would reverse the rest of a plain-text
 * line or subject.
 */
const CONTROLS = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029\uFEFF]+/gu;

/** One line without characters that a mail or an XML document can't contain. */
export function plainLine(text: string): string {
  return text.toWellFormed().replace(CONTROLS, ' ').replace(/\s+/g, ' ').trim();
}

/** One line, cut after a word beyond `most` characters. */
export function excerptOf(text: string, most: number): string {
  const line = plainLine(text);
  if (line.length <= most) return line;
  const words = line.slice(0, most + 1).match(/^(.*\S)\s/s)?.[1];
  return `${words ?? wholeLetters(line, most)}…`;
}

/** Cuts between graphemes: an emoji of several code points isn't split. */
function wholeLetters(line: string, most: number): string {
  let end = 0;
  for (const { index, segment } of letters.segment(line)) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  return line.slice(0, end);
}

const letters = new Intl.Segmenter('en');
