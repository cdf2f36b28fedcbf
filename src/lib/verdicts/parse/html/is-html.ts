// The first 400 characters hold any opening tag that isn't mostly attributes; a page like that has closing tags enough.
const FIRST_TAG_WITHIN = 400;
const FIRST_TAG = /^<(?:!doctype\b|\?xml\b|[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>)/i;
// Code in backticks is quoted, so its tags don't count.
const CLOSING_TAG =
  /^```[^]*?^```|`[^`\n]*`|(<\/(?:p|div|span|h[1-6]|li|ul|ol|td|tr|table|body|html|article|section|main|script|style)\s*>)/gim;
// Prose may quote a tag or two; the source of a page has them by the dozen.
const MIN_TAGS = 3;

/** Whether a text is the source of a page: it opens with a tag, or it has several closing tags of blocks. */
export function isHtml(text: string): boolean {
  const start = contentStart(text);
  return FIRST_TAG.test(text.slice(start, start + FIRST_TAG_WITHIN)) || hasClosingTags(text);
}

/** Where the first text or tag is, below white space and comments. Markdown may open with a comment too. */
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
