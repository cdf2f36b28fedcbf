import { fold } from '#lib/verdicts/match-key.ts';
import { isKnown, isProse, startsBody } from './head-body.ts';
import type { HeadState } from './head-reader.ts';
import { isBanner } from '#lib/verdicts/parse/sections/heading-shapes.ts';
import { opensQuote, readLabel, saysMore, saysNone, unquoted } from './labels.ts';
import { isBlank, type Line } from '#lib/verdicts/parse/lines/line.ts';

/** An opening that stands on several lines ends at its closing quotation mark, or after this many. */
const MAX_OPENING_LINES = 5;

/** An opening on the label's line, or below it up to the end of its quotation. */
export function tookOpening(head: HeadState, line: Line, value: string): boolean {
  const lines = [line];
  const below = value === '' ? head.below() : undefined;
  if (below && isOpening(head, below)) lines.push(below);
  const quote = [value, ...lines.slice(1).map(({ text }) => text)].filter((text) => text !== '');
  for (let next = head.lines.indexOf(lines.at(-1)!, head.at) + 1; opensQuote(quote.join(' ')); next++) {
    const more = head.lines[next];
    if (!more || lines.length > MAX_OPENING_LINES || startsBody(head, more)) break;
    if (isBlank(more)) continue;
    lines.push(more);
    quote.push(more.text);
  }
  return closedOpening(head, lines, quote.join(' '));
}

/** Whether a line below a bare label is the opening; it may look like a heading, unless a section's text follows. */
function isOpening(head: HeadState, below: Line): boolean {
  if (isKnown(below, head.shape) || readLabel(below.text) || isBanner(below.text)) return false;
  if (below.level !== null || !startsBody(head, below)) return true;
  const next = head.textsBelow(2)[1];
  return next === undefined || !isProse(head, next);
}

function closedOpening(head: HeadState, lines: Line[], quote: string): boolean {
  const value = unquoted(quote);
  if (saysMore(value)) return false;
  if (saysNone(value)) head.use(lines, 'label', 'Says that there is no opening.');
  else if (head.opening === null) head.setOpening(lines, value);
  else if (fold(head.opening) === fold(value)) head.use(lines, 'opening', 'Repeats the opening.');
  else return false;
  head.moveTo(lines.at(-1)!);
  return true;
}

/** A quotation below the title needs no label. */
export function tookQuote(head: HeadState, line: Line): boolean {
  const isQuote =
    !line.as && head.title !== null && head.opening === null && unquoted(line.text) !== line.text;
  return isQuote && head.setOpening([line], unquoted(line.text));
}
