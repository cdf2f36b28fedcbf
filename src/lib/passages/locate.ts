import type { PassageState, Place, QuotedPassage } from './anchor.ts';
import { fitOf, fits, fitsWhole, type Fit } from './context.ts';
import { fold } from './folded.ts';
import { locateChanged, type Sought } from './locate-changed.ts';
import type { Span, VerdictText } from './verdict-text.ts';

export type Located = { state: 'exact' | 'moved'; place: Place } | { state: 'lost' };

/** A passage is found by its words alone from this many units; with fewer, its context must be there too. */
const ENOUGH = 24;
/** More occurrences of one text are not told apart. */
const MOST = 50;
/** By how much the context of the best occurrence must be better than that of the next one. */
const CLEAR = 0.3;

/**
 * Where a passage of the version `before` is in the version `now`: at its place, at the only place that has its text, at
 * the one of several places with its context, or where a text is like it. If it isn't clear which text is the passage,
 * it is lost. It never is a text that `before` had somewhere else.
 */
export function locate(passage: QuotedPassage, before: VerdictText, now: VerdictText): Located {
  const exact = fold(passage.exact).trim();
  if (exact === '') return { state: 'lost' };
  const place =
    placeInSameBlock({ passage, exact }, before, now) ??
    placeOfSameText({ passage, exact }, before, now) ??
    locateChanged({ passage, exact }, before, now);
  return place ? { state: stateAt(place, passage, now), place } : { state: 'lost' };
}

/** `exact`: the same text at the same place. */
function stateAt(place: Place, passage: QuotedPassage, now: VerdictText): Exclude<PassageState, 'lost'> {
  const isSamePlace = (['section', 'block', 'start', 'end'] as const).every(
    (key) => place[key] === passage[key],
  );
  return isSamePlace && fold(now.exactAt(place)!) === fold(passage.exact) ? 'exact' : 'moved';
}

/** If the passage's block is in both versions once, whatever else has changed. */
function placeInSameBlock({ passage, exact }: Sought, before: VerdictText, now: VerdictText): Place | null {
  const block = before.section(passage.section)?.blocks[passage.block];
  if (!block || passage.end > block.text.length || block.text.length < ENOUGH) return null;
  if (fold(before.exactAt(passage) ?? '').trim() !== exact || placesOfBlock(before, block.text).length !== 1)
    return null;
  const [place, other] = placesOfBlock(now, block.text);
  return place && !other ? { ...place, start: passage.start, end: passage.end } : null;
}

function placesOfBlock({ sections }: VerdictText, text: string): Pick<Place, 'section' | 'block'>[] {
  return sections.flatMap(({ id, blocks }) =>
    blocks.flatMap((block, i) => (block.text === text ? [{ section: id, block: i }] : [])),
  );
}

function placeOfSameText({ passage, exact }: Sought, before: VerdictText, now: VerdictText): Place | null {
  const found = fitting(passage, now.occurrences(exact, MOST));
  const [best, next] = found;
  if (!best || found.length === MOST) return null;
  if (next && best.fit.score - next.fit.score < CLEAR) return null;
  const others = fitting(passage, before.occurrences(exact, MOST));
  const isAlone = !next && others.length < 2;
  const isSure = (isAlone && exact.length >= ENOUGH) || isToldApart({ passage, exact }, best.fit, others);
  return isSure ? now.placeOf(best.span) : null;
}

/** Whether the context says which of several occurrences this is. `others`: all that the quoted version has. */
function isToldApart({ passage, exact }: Sought, fit: Fit, [first, second]: { fit: Fit }[]): boolean {
  // Of two with a similar context, all of the context must be there.
  if (second && fits(second.fit))
    return first!.fit.score - second.fit.score >= CLEAR && fit.before && fit.after;
  return exact.length >= ENOUGH ? fits(fit) : fitsWhole(fit, passage);
}

/** The one that fits best first. */
function fitting(passage: QuotedPassage, spans: Span[]): { span: Span; fit: Fit }[] {
  return spans.map((span) => ({ span, fit: fitOf(passage, span) })).sort((a, b) => b.fit.score - a.fit.score);
}
