/** Text of people and of the Oracle, as it is quoted in mail and feeds. Pure. */

/**
 * Control characters, and those that set a direction for the text after them: in a plain-text mail or a subject, a
 * right-to-left override in a title would reverse the rest of the line.
 */
const CONTROLS = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029\uFEFF]+/gu;

/** The text on one line, without characters that a mail or an XML document can't hold. */
export function plainLine(text: string): string {
  return text.toWellFormed().replace(CONTROLS, ' ').replace(/\s+/g, ' ').trim();
}

/** The text on one line, cut after a word where it is longer than `most` characters. */
export function excerptOf(text: string, most: number): string {
  const line = plainLine(text);
  if (line.length <= most) return line;
  const words = line.slice(0, most + 1).match(/^(.*\S)\s/s)?.[1];
  return `${words ?? wholeLetters(line, most)}…`;
}

/** Cuts between letters as people see them: an emoji of several code points stays whole or goes. */
function wholeLetters(line: string, most: number): string {
  let end = 0;
  for (const { index, segment } of letters.segment(line)) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  return line.slice(0, end);
}

const letters = new Intl.Segmenter('en');
