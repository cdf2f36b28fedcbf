/** A line `Name: value` that pages use outside of prose. The value is "" where it stands below. */
export interface Label {
  name: 'opening' | 'title' | 'address' | 'source' | 'date' | 'model';
  value: string;
}

const LABELS: [Label['name'], RegExp][] = [
  ['opening', /^(?:text start|first line|opening line)(?:\s*:\s*(.*)|)$/i],
  ['title', /^(?:title|headline)\s*:\s*(.*)$/i],
  ['address', /^(?:url scan|url|link|address)\s*:\s*(.*)$/i],
  ['source', /^(?:source|feed|publication|publisher|outlet)\s*:\s*(.*)$/i],
  ['date', /^(?:date|published|publication date)\s*:\s*(.*)$/i],
  ['model', /^model\s*:\s*(.*)$/i],
];
const QUOTES = [
  ['"', '"'],
  ['“', '”'],
  ['«', '»'],
  ['„', '“'],
  ['‘', '’'],
] as const;

export function parseLabel(text: string): Label | null {
  for (const [name, pattern] of LABELS) {
    const match = pattern.exec(text);
    if (match) return { name, value: match[1]?.trim() ?? '' };
  }
  return null;
}

/** `"Text"` without its quotation marks; a text that only begins or ends with a quotation keeps all of them. */
export function stripQuotes(text: string): string {
  for (const [open, close] of QUOTES) {
    const inner = text.slice(1, -1);
    if (
      text.length > 2 &&
      text.startsWith(open) &&
      text.endsWith(close) &&
      !inner.includes(open) &&
      !(close !== '’' && inner.includes(close))
    )
      return inner.trim();
  }
  return text;
}

/** Whether a quotation begins here and doesn't end: the next line goes on with it. */
export function startsOpenQuote(text: string): boolean {
  const quote = QUOTES.find(([open]) => text.startsWith(open));
  return quote !== undefined && !text.slice(1).includes(quote[1]);
}

const NONE = /^(?:n\/a|not available|none|unknown)?$/i;

/** A value that says there is none (`N/A`, `[none]`, `—`): missing is null, not these words. */
export function isNone(value: string): boolean {
  return isNoneWithText(value) || NONE.test(bare(value));
}

/** Whether more follows after the words that there is none (`N/A, the page was blocked`). */
export function isNoneWithText(value: string): boolean {
  return /^(?:n\/a|not available)\b/i.test(bare(value)) && !NONE.test(bare(value));
}

function bare(value: string): string {
  return value.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/** The address, where the whole text is one. */
export function webAddress(text: string): string | null {
  const url = /^https?:\/\/\S+$/i.test(text) ? URL.parse(text) : null;
  return url && url.hostname !== '' ? text : null;
}
