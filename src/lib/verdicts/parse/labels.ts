/** A line `Name: value` that the Oracle's pages use outside of prose. */
export interface Label {
  name: 'opening' | 'title' | 'url-scan';
  value: string;
}

const LABELS: [Label['name'], RegExp][] = [
  ['opening', /^(?:text start|first line|opening line)\s*:\s*(.*)$/i],
  ['title', /^title\s*:\s*(.*)$/i],
  ['url-scan', /^url scan\s*:\s*(.*)$/i],
];
const QUOTES = [
  ['"', '"'],
  ['“', '”'],
  ['«', '»'],
  ['„', '“'],
] as const;

export function readLabel(text: string): Label | null {
  for (const [name, pattern] of LABELS) {
    const value = pattern.exec(text.replaceAll('**', ''))?.[1]?.trim();
    if (value !== undefined) return { name, value };
  }
  return null;
}

/** `"Text"` without its quotation marks; a text that only begins or ends with a quotation keeps all of them. */
export function unquoted(text: string): string {
  for (const [open, close] of QUOTES) {
    const inner = text.slice(1, -1);
    if (
      text.length > 2 &&
      text.startsWith(open) &&
      text.endsWith(close) &&
      !inner.includes(open) &&
      !inner.includes(close)
    )
      return inner.trim();
  }
  return text;
}

/** A value that says there is none (`N/A — …`): missing is null, not these words. */
export function saysNone(value: string): boolean {
  return value === '' || /^(?:n\/a|none|not available|unknown)(?:\b|$)/i.test(value);
}

/** The address, where the whole text is one. */
export function webAddress(text: string): string | null {
  const url = /^https?:\/\/\S+$/i.test(text) ? URL.parse(text) : null;
  return url && url.hostname !== '' ? text : null;
}
