/**
 * A text as a key for comparisons: lower case, letters and digits of every script, words joined by single spaces;
 * without punctuation and typographic variants.
 */
export function matchKey(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  ).join(' ');
}
