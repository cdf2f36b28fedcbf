import { CONTEXT, MAX_EXACT, type Place, type QuotedPassage } from './anchor.ts';
import { VerdictText, type ReadableSection } from './verdict-text.ts';

/**
 * A place in version `version` of a verdict as an anchor, without white space at its ends and cut after `MAX_EXACT` units.
 * Null if there is no text at the place.
 */
export function describe(
  verdict: VerdictText | ReadableSection[],
  place: Place,
  version: number,
): QuotedPassage | null {
  const text = verdict instanceof VerdictText ? verdict : new VerdictText(verdict);
  const given = text.exactAt(place);
  if (given === null || given.trim() === '') return null;
  const { whole, blocks } = text.section(place.section)!;
  const from = blocks[place.block]!.from + place.start + (given.length - given.trimStart().length);
  const exact = cut(given.trim());
  const to = from + exact.length;
  // White space at its beginning may be that between two blocks.
  const block = blocks.findLastIndex((each) => each.from <= from);
  const above = blocks[block]!.from;
  return {
    ...{ section: place.section, block, start: from - above, end: to - above, exact },
    prefix: withoutLowHalf(whole.slice(Math.max(from - CONTEXT, 0), from)),
    suffix: withoutHighHalf(whole.slice(to, to + CONTEXT)),
    version,
  };
}

/** A whole block, or as much of it as can be quoted. */
export function describeBlock(
  verdict: VerdictText | ReadableSection[],
  { section, block }: Pick<Place, 'section' | 'block'>,
  version: number,
): QuotedPassage | null {
  const text = verdict instanceof VerdictText ? verdict : new VerdictText(verdict);
  const end = text.section(section)?.blocks[block]?.text.length ?? 0;
  return describe(text, { section, block, start: 0, end }, version);
}

/** Between words, if there are any. */
function cut(text: string): string {
  if (text.length <= MAX_EXACT) return text;
  const beginning = withoutHighHalf(text.slice(0, MAX_EXACT));
  const space = beginning.search(/\s\S*$/);
  return (space > MAX_EXACT / 2 ? beginning.slice(0, space) : beginning).trimEnd();
}

/** A cut never divides a surrogate pair. */
const withoutHighHalf = (text: string) => text.replace(/[\uD800-\uDBFF]$/, '');
const withoutLowHalf = (text: string) => text.replace(/^[\uDC00-\uDFFF]/, '');
