import { matchKey } from '#lib/verdicts/match-key.ts';
import type { HeadReader } from './head-reader.ts';
import { isBanner, isTitleCase, isUpperCase } from '#lib/verdicts/parse/sections/heading-shapes.ts';
import { knownHeading, unknownHeading } from '#lib/verdicts/parse/sections/headings.ts';
import { startsOpenQuote, parseLabel, stripQuotes, webAddress } from './labels.ts';
import { bulletItem, endsSentence, isBlank, type Line } from '#lib/verdicts/parse/lines/line.ts';
import { linkAddress } from '#lib/verdicts/parse/lines/link-line.ts';
import { MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';
import type { Shape } from '#lib/verdicts/parse/shape.ts';

/** A longer line below a banner is text. */
export const MAX_BANNER_TEXT = 120;

export function mayBeTitle(head: HeadReader, line: Line): boolean {
  const { text } = line;
  if (line.markedAs || line.cells || text.length > MAX_TITLE || !/[\p{L}\p{N}]/u.test(text)) return false;
  if (parseLabel(text) || bulletItem(line) || isBanner(text) || linkAddress(line)) return false;
  return !isKnownHeading(line, head.shape);
}

export function repeatsTitle(head: HeadReader, line: Line): boolean {
  return (
    head.title !== null &&
    !line.markedAs &&
    matchKey(line.text) === matchKey(head.title) &&
    matchKey(head.title) !== ''
  );
}

export function startsBody(head: HeadReader, line: Line): boolean {
  if (line.markedAs) return line.markedAs === 'heading';
  if (knownHeading(line, head.shape)) return true;
  if (!head.shape.unknownHeadings || parseLabel(line.text)) return false;
  // If there is no title yet, a marked line is the title.
  if (line.level !== null && head.title === null && mayBeTitle(head, line)) return false;
  if (!isBanner(line.text)) return unknownHeading(line, head.shape) !== null && !repeatsTitle(head, line);
  // Below text, a banner announces the next section.
  if (head.remaining.some((each) => !isBlank(each))) return true;
  const [below, next] = head.nextTexts(2);
  if (below === undefined || isProse(head, below)) return below !== undefined;
  // `STEP 1: …` above a title-case heading with text.
  const isHeading = head.title !== null && isTitleCase(below.text) && !repeatsTitle(head, below);
  return isHeading && next !== undefined && isProse(head, next) && !startsBody(head, next);
}

/** Prose below a banner makes the banner a section. */
export function isProse(head: HeadReader, { text, cells }: Line): boolean {
  return (
    !cells &&
    !parseLabel(text) &&
    !startsOpenQuote(text) &&
    stripQuotes(text) === text &&
    !webAddress(text) &&
    (text.length > MAX_BANNER_TEXT || endsSentence(text)) &&
    !isBanner(text) &&
    matchKey(text) !== matchKey(head.title ?? '')
  );
}

/** A paper may be called “The Verdict: …”: a known name with a continuation is a heading only in upper case. */
export function isKnownHeading(line: Line, shape: Shape): boolean {
  const heading = knownHeading(line, shape);
  return heading !== null && (isUpperCase(heading.text) || !/[:—–]/.test(line.text));
}
