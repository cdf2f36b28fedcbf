// People paste what they search for from PDFs, mails and web pages, whose spaces, quotes and dashes aren't those of the
// text. Both sides of the comparison are folded by this table.

/** Not displayed: soft hyphen, zero-width spaces and joiners, byte order mark. */
const UNSEEN = '\u00ad\u200b\u200c\u200d\u2060\ufeff';
/** Wider and unbreakable spaces, and dashes: a dash before a word would exclude it. */
const SPACES = '\u00a0\u2007\u2009\u202f–—―−';
const HYPHENS = '‐‑';
const SINGLE_QUOTES = '‘’‛′';
const DOUBLE_QUOTES = '“”„‟«»″';

/** For PostgreSQL's `translate`, which removes characters without a counterpart. JSON stays JSON without the quotes. */
export const FOLDED_IN_JSON = {
  from: SPACES + HYPHENS + UNSEEN,
  to: ' '.repeat(SPACES.length) + '-'.repeat(HYPHENS.length),
};
export const FOLDED = {
  from: DOUBLE_QUOTES + SINGLE_QUOTES + FOLDED_IN_JSON.from,
  to: '"'.repeat(DOUBLE_QUOTES.length) + "'".repeat(SINGLE_QUOTES.length) + FOLDED_IN_JSON.to,
};

const REPLACED = new Map([...FOLDED.from].map((char, i) => [char, FOLDED.to[i] ?? '']));

/** Without a word after it, a hyphen would exclude the next. NFKC also separates ligatures, as PDFs have them. */
export function foldSearch(text: string): string {
  const folded = [...text].map((char) => REPLACED.get(char) ?? char).join('');
  const plain = folded.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const words = plain.replace(/(^| )-+(?= |$)/g, '').trim();
  return words || plain;
}
