// Holds any opening tag that isn't mostly attributes; pages with longer ones have enough closing tags.
const FIRST_TAG_WITHIN = 400;
const FIRST_TAG = /^<(?:!doctype\b|\?xml\b|[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>)/i;
// Tags in backticks are quoted code.
const CLOSING_TAG =
  /^```[^]*?^```|`[^`\n]*`|(<\/(?:p|div|span|h[1-6]|li|ul|ol|td|tr|table|body|html|article|section|main|script|style)\s*>)/gim;
// Prose may quote a tag or two; HTML has dozens.
const MIN_TAGS = 3;

/** Text that opens with a tag or has several closing tags of blocks. */
export function isHtml(text: string): boolean {
  const start = contentStart(text);
  return FIRST_TAG.test(text.slice(start, start + FIRST_TAG_WITHIN)) || hasClosingTags(text);
}

/** Skips white space and comments, which Markdown may start with too. */
function contentStart(text: string): number {
  const rest = /\S/g;
  let at = 0;
  for (;;) {
    rest.lastIndex = at;
    const start = rest.exec(text)?.index ?? text.length;
    const end = text.startsWith('<!--', start) ? text.indexOf('-->', start) : -1;
    if (end < 0) return start;
    at = end + '-->'.length;
  }
}

function hasClosingTags(text: string): boolean {
  let count = 0;
  for (const [, tag] of text.matchAll(CLOSING_TAG)) if (tag && ++count >= MIN_TAGS) return true;
  return false;
}
