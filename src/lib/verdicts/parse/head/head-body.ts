import { fold } from '#lib/verdicts/match-key.ts';
import type { HeadState } from './head-reader.ts';
import { isBanner, isTitleCase, isUpperCase } from '#lib/verdicts/parse/sections/heading-shapes.ts';
import { knownHeading, unknownHeading } from '#lib/verdicts/parse/sections/headings.ts';
import { opensQuote, readLabel, unquoted, webAddress } from './labels.ts';
import { bulletItem, endsSentence, isBlank, type Line } from '#lib/verdicts/parse/lines/line.ts';
import { linkAddress } from '#lib/verdicts/parse/lines/link-line.ts';
import { MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';
import type { Shape } from '#lib/verdicts/parse/shape.ts';

/** A line below a banner that is longer than this is text. */
export const MAX_BANNER_TEXT = 120;

/** Whether the line may be the article's title. */
export function isTitle(head: HeadState, line: Line): boolean {
  const { text } = line;
  if (line.as || line.cells || text.length > MAX_TITLE || !/[\p{L}\p{N}]/u.test(text)) return false;
  if (readLabel(text) || bulletItem(line) || isBanner(text) || linkAddress(line)) return false;
  return !isKnown(line, head.shape);
}

export function isTitleAgain(head: HeadState, line: Line): boolean {
  return head.title !== null && !line.as && fold(line.text) === fold(head.title) && fold(head.title) !== '';
}

/** Whether the first section begins here. */
export function startsBody(head: HeadState, line: Line): boolean {
  if (line.as) return line.as === 'heading';
  if (knownHeading(line, head.shape)) return true;
  if (!head.shape.unknownHeadings || readLabel(line.text)) return false;
  // A marked line is the title where there is none yet.
  if (line.level !== null && head.title === null && isTitle(head, line)) return false;
  if (!isBanner(line.text)) return unknownHeading(line, head.shape) !== null && !isTitleAgain(head, line);
  // Below text, a banner announces what follows that text.
  if (head.rest.some((each) => !isBlank(each))) return true;
  const [below, next] = head.textsBelow(2);
  if (below === undefined || isProse(head, below)) return below !== undefined;
  // `STEP 1: …` above a title-case heading with its text.
  const isHeading = head.title !== null && isTitleCase(below.text) && !isTitleAgain(head, below);
  return isHeading && next !== undefined && isProse(head, next) && !startsBody(head, next);
}

/** Prose makes a section of the banner above it. */
export function isProse(head: HeadState, { text, cells }: Line): boolean {
  return (
    !cells &&
    !readLabel(text) &&
    !opensQuote(text) &&
    unquoted(text) === text &&
    !webAddress(text) &&
    (text.length > MAX_BANNER_TEXT || endsSentence(text)) &&
    !isBanner(text) &&
    fold(text) !== fold(head.title ?? '')
  );
}

/** A paper may be called “The Verdict: …”, so a name with more behind it is a heading only in upper case or if marked. */
export function isKnown(line: Line, shape: Shape): boolean {
  const heading = knownHeading(line, shape);
  return heading !== null && (isUpperCase(heading.text) || !/[:—–]/.test(line.text));
}
