/**
 * Control and bidirectional characters: a right-to-left override in a title would reverse the rest of a plain-text
 * line or subject.
 */
const CONTROLS = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029\uFEFF]+/gu;

/** One line without characters that a mail or an XML document can't contain. */
export function plainLine(text: string): string {
  return text.toWellFormed().replace(CONTROLS, ' ').replace(/\s+/g, ' ').trim();
}

/** The beginning of a text, in one line of up to `most` characters. Never cuts inside a word, unless it is longer. */
export function excerptOf(text: string, most: number): string {
  const line = plainLine(text);
  if (line.length <= most) return line;
  return `${line.slice(0, cutAt(line, most)).trimEnd()}…`;
}

/** Scripts without spaces are cut between the words that a dictionary finds, so that their excerpts have words too. */
function cutAt(line: string, most: number): number {
  const space = line.lastIndexOf(' ', most);
  if (space >= most / 2) return space;
  const word = lastBorder(words, line, most);
  return word >= most / 2 ? word : Math.max(space, lastBorder(letters, line, most));
}

/** The end of the last whole segment in the first `most` characters. */
function lastBorder(segmenter: Intl.Segmenter, line: string, most: number): number {
  let end = 0;
  // Only the beginning of the segment at the border matters.
  for (const { index, segment } of segmenter.segment(line.slice(0, 2 * most))) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  return end;
}

const letters = new Intl.Segmenter('en');
const words = new Intl.Segmenter('en', { granularity: 'word' });
