/**
 * Text reduced to what makes it the same text to a reader: case, spaces, punctuation and typographic variants gone,
 * letters and digits of every script kept, words joined by single spaces.
 */
export function matchKey(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  ).join(' ');
}
