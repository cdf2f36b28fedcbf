/** Folds text for comparison with the word list. Linear in its length. */

// Characters that aren't displayed (zero-width spaces, joiners, soft hyphens, variation selectors, control characters)
// would split a word here that a reader sees whole.
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}]|(?!\s)\p{Cc}/gu;

/**
 * Unicode's own folding for comparison (NFKC_Casefold): full-width, circled and styled letters become plain ones,
 * case goes, also that of ß and ſ, and of the sigma at a word's end.
 */
export function fold(text: string): string {
  const plain = text.normalize('NFKC').replace(UNSEEN, '');
  return plain.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
}

const TOKEN = /[\p{L}\p{M}\p{N}_]+/gu;

/** The words of a folded text: runs of letters, figures and marks. */
export function tokens(folded: string): string[] {
  return folded.match(TOKEN) ?? [];
}
