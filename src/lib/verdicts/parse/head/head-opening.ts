import { matchKey } from '#lib/verdicts/match-key.ts';
import { isKnownHeading, isProse, startsBody } from './head-body.ts';
import type { HeadReader } from './head-reader.ts';
import { isBanner } from '#lib/verdicts/parse/sections/heading-shapes.ts';
import { startsOpenQuote, parseLabel, isNoneWithText, isNone, stripQuotes } from './labels.ts';
import { isBlank, type Line } from '#lib/verdicts/parse/lines/line.ts';

/** An opening ends at its closing quotation mark, or after this many lines. */
const MAX_OPENING_LINES = 5;

/** On the label's line, or below it up to the end of the quotation. */
export function acceptOpening(head: HeadReader, line: Line, value: string): boolean {
  const lines = [line];
  const below = value === '' ? head.nextText() : undefined;
  if (below && isOpening(head, below)) lines.push(below);
  const quote = [value, ...lines.slice(1).map(({ text }) => text)].filter((text) => text !== '');
  for (
    let next = head.lines.indexOf(lines.at(-1)!, head.position) + 1;
    startsOpenQuote(quote.join(' '));
    next++
  ) {
    const more = head.lines[next];
    if (!more || lines.length > MAX_OPENING_LINES || startsBody(head, more)) break;
    if (isBlank(more)) continue;
    lines.push(more);
    quote.push(more.text);
  }
  return finishOpening(head, lines, quote.join(' '));
}

/** The line below a bare label is the opening even if it looks like a heading, unless a section's text follows. */
function isOpening(head: HeadReader, below: Line): boolean {
  if (isKnownHeading(below, head.shape) || parseLabel(below.text) || isBanner(below.text)) return false;
  if (below.level !== null || !startsBody(head, below)) return true;
  const next = head.nextTexts(2)[1];
  return next === undefined || !isProse(head, next);
}

function finishOpening(head: HeadReader, lines: Line[], quote: string): boolean {
  const value = stripQuotes(quote);
  if (isNoneWithText(value)) return false;
  if (isNone(value)) head.assign(lines, 'label', 'Says that there is no opening.');
  else if (head.opening === null) head.setOpening(lines, value);
  else if (matchKey(head.opening) === matchKey(value)) head.assign(lines, 'opening', 'Repeats the opening.');
  else return false;
  head.skipTo(lines.at(-1)!);
  return true;
}

/** A quotation below the title needs no label. */
export function acceptQuote(head: HeadReader, line: Line): boolean {
  const isQuote =
    !line.markedAs && head.title !== null && head.opening === null && stripQuotes(line.text) !== line.text;
  return isQuote && head.setOpening([line], stripQuotes(line.text));
}
