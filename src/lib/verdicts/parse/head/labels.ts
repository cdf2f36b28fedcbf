/** `Name: value`; the value is "" if it is on the next line. */
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

/** Removes quotation marks around the whole text, but not around a part of it. */
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

/** The quotation continues on the next line. */
export function startsOpenQuote(text: string): boolean {
  const quote = QUOTES.find(([open]) => text.startsWith(open));
  return quote !== undefined && !text.slice(1).includes(quote[1]);
}

const NONE = /^(?:n\/a|not available|none|unknown)?$/i;

/** `N/A`, `[none]`, `—`: stored as null. */
export function isNone(value: string): boolean {
  return isNoneWithText(value) || NONE.test(bare(value));
}

/** `N/A, the page was blocked`: more text follows. */
export function isNoneWithText(value: string): boolean {
  return /^(?:n\/a|not available)\b/i.test(bare(value)) && !NONE.test(bare(value));
}

function bare(value: string): string {
  return value.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/** The text itself, if all of it is an address. */
export function webAddress(text: string): string | null {
  const url = /^https?:\/\/\S+$/i.test(text) ? URL.parse(text) : null;
  return url && url.hostname !== '' ? text : null;
}
