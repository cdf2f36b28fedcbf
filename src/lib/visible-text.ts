// Letters and symbols by their Unicode category that every font draws as a blank: braille blank, the object
// replacement character, a null note head and the blanks of hieroglyphs.
const BLANKS = String.raw`\u2800\ufffc\u{1d159}\u{13441}\u{13442}`;

/** Default_Ignorable_Code_Point has the Hangul fillers, zero-width spaces, soft hyphens, variation selectors and tags. */
const VISIBLE = new RegExp(
  String.raw`[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{M}\p{Cc}\p{Cf}${BLANKS}]`,
  'u',
);

/** Whether a reader sees anything of a text. Pass the text that is shown: for Markdown, that of its HTML. */
export function hasVisibleText(text: string): boolean {
  return VISIBLE.test(text);
}
