/** `2.`, `B.`, `IV)`. */
export const NUMBERING = /^\(?(?:\d{1,2}|[IVX]{1,5}|[A-H])[.)]\s+/;
/** `(Relative to DT)`. */
export const SUFFIX = /\s*\([^()]*\)$/;

/** A longer line is a paragraph. */
export const MAX_HEADING = 120;
const MAX_WORDS = 14;
const MAX_TITLE_CASE = 80;
const MAX_TITLE_WORDS = 10;

const BANNER =
  /^(?:step \d+\b|(?:oracle|text|url|data|full|deep|entity|product|source|subject|content|document)\b.*\b(?:dissection|analysis|scan|protocol|autopsy|ingestion|diagnosis|identification)\b(?!\s[a-z]))/i;
const BANNER_NAME =
  /^(?:url scan|entity analysis|product diagnosis|text analysis(?: protocol)?|oracle dissection|source)\s*:?$/i;
const STARTS_UPPER = /^\p{Lu}{2,}[\p{Lu}\s]*(?:$|[\s:—–-])/u;
const MINOR_WORD = /^(?:an?|the|and|or|of|in|on|to|for|as|by|with|from|vs\.?|at|is)$/;
const NAMED_LINE = /^\**(?:score|mode|attribution|confidence|(?:final |oracle )?classification)\**\s*:/i;

/** Starts with the name of a figure, so it isn't a heading even if its value looks like one. */
export function isNamedLine(text: string): boolean {
  return NAMED_LINE.test(text);
}

/** `STEP 1: …`, `TEXT ANALYSIS PROTOCOL`, `ORACLE DISSECTION: …`: lines that announce a section. */
export function isBanner(text: string): boolean {
  if (text.length > MAX_HEADING * 2) return false;
  if (BANNER_NAME.test(text)) return true;
  if (!BANNER.test(text) || /\.$/.test(text)) return false;
  return /^step/i.test(text) || STARTS_UPPER.test(text);
}

/** A short line without a full stop, with every major word capitalised. */
export function isTitleCase(text: string): boolean {
  if (text.length > MAX_TITLE_CASE) return false;
  const words = stripNumber(text).replace(SUFFIX, '').split(' ');
  if (
    words.length > MAX_TITLE_WORDS ||
    isNamedLine(text) ||
    /[.,;:?!…"”]$/.test(text) ||
    !/^\p{Lu}/u.test(words[0]!)
  )
    return false;
  return words.every((word) => MINOR_WORD.test(word) || /^["“(]?[\p{Lu}\p{N}&/→—–-]/u.test(word));
}

/** Scripts without case have no upper-case headings. */
export function isUpperCase(text: string): boolean {
  if (text.length > MAX_HEADING || text.split(' ').length > MAX_WORDS) return false;
  return !/\p{Ll}/u.test(text) && /\p{Lu}{2}/u.test(text) && !/^[•–—-]|[.,;…"”]$/.test(text);
}

export function stripNumber(heading: string): string {
  return heading.replace(NUMBERING, '');
}
