import type { Line } from './page-lines.ts';

// Whole lines only: a sentence of the verdict may well speak of newsletters, comments or feedback.
const HEAD = [/^copecheck$/i, /^←\s*back to .{1,30}$/i];
const TAIL = [
  /^no comments yet\s*(?:[.…]|[.…]?\s*(?:be the first|start the|sign in|log in|join the)\b.{0,60})?$/i,
  /^the cope report$/i,
  /^a weekly digest of ai displacement cope, scored by the oracle\.?$/i,
  /^top stories, new verdicts, and fresh data\.?$/i,
  /^subscribe(?: free| now)?$/i,
  /^weekly\. no spam\. unsubscribe anytime\..{0,40}$/i,
  /^powered by beehiiv\.?$/i,
  /^got feedback\?(?:\s*send feedback)?$/i,
  /^(?:send|give|leave) feedback$/i,
  /^(?:read|view|see|open) (?:the )?(?:original|full|source)(?: (?:article|source|story|report|paper|post))?\s*[→↗»]?$/i,
  /^←\s*back to .{1,30}$/i,
  /^© ?\d{4} copecheck\b.{0,40}$/i,
];
const BOX = /^the cope report$/i;
const BOX_BUTTON = /^subscribe\b.{0,20}$/i;
// The newsletter box is a few short lines; anything longer below its name is the verdict's own text.
const BOX_LINES = 12;
const BOX_WIDTH = 160;

/** The page without what the site puts around a verdict: its name above; comments, newsletter and feedback below. */
export function cutFurniture(lines: Line[]): Line[] {
  let start = 0;
  while (start < lines.length && isAny(HEAD, lines[start]!)) start++;
  let end = newsletterBox(lines) ?? lines.length;
  while (end > start && isAny(TAIL, lines[end - 1]!)) end--;
  return lines.slice(start, end);
}

/** Where the newsletter box begins, if the page ends with one; its slogans change, its name and button don't. */
function newsletterBox(lines: Line[]): number | undefined {
  const at = lines.findLastIndex((line) => BOX.test(line.text));
  if (at < 0) return undefined;
  const below = lines.slice(at + 1).filter((line) => line.text !== '');
  const isBox =
    below.length <= BOX_LINES &&
    below.every((line) => line.text.length <= BOX_WIDTH) &&
    below.some((line) => BOX_BUTTON.test(line.text));
  return isBox ? at : undefined;
}

function isAny(patterns: RegExp[], line: Line): boolean {
  return line.text === '' || patterns.some((pattern) => pattern.test(line.text));
}
