import search, { type Match } from 'approx-string-match';
import type { Place, QuotedPassage } from './anchor.ts';
import { errorsIn, fitOf, fitsWhole } from './context.ts';
import { fold } from './folded.ts';
import type { SectionText, Span, VerdictText } from './verdict-text.ts';

export interface Sought {
  passage: QuotedPassage;
  /** Folded. */
  exact: string;
}

/** The share of a passage's units that may have changed. */
const CHANGED = 0.25;
/** The share of what is found that may differ: with more, it seldom says the same. */
const DIFFERENT = 0.15;
/** A shorter passage is sought with its context. */
const LONG = 32;
/** Of a longer one, its beginning and its end are sought, so that the time for one passage is bounded. */
const END = 128;
const EDGE = 16;
/** Units of the verdict. In a longer one, which no paper has, a search would hold up requests. */
const SEARCHED = 100_000;
/** More texts that are like the passage are not told apart. */
const MOST = 50;

interface Candidate extends Span {
  errors: number;
}

/** Where a text is like the passage; null: nowhere, or in several places. See `locate`. */
export function locateChanged(sought: Sought, before: VerdictText, now: VerdictText): Place | null {
  const { exact } = sought;
  if (now.length > SEARCHED) return null;
  const span =
    exact.length < LONG
      ? inContext(sought, now)
      : exact.length <= 2 * END
        ? only(sought, exact, now)
        : betweenEnds(sought, now);
  if (!span || !hasSameEnds(span, sought) || saysOther(span, sought)) return null;
  if (wasElsewhere(span, sought, before)) return null;
  return now.placeOf(span);
}

/** The only place where the text is like `pattern`, or the one of several that fits the context. */
function only({ passage }: Pick<Sought, 'passage'>, pattern: string, now: VerdictText): Span | null {
  const most = Math.floor(pattern.length * CHANGED);
  const all = now.sections.map((section) => inSection(section, whole(section), pattern, most));
  const enough = Math.min(...all.flat().map(({ errors }) => errors)) + most / 4;
  const best = all.map((each) => each.filter(({ errors }) => errors <= enough));
  if (best.flat().length > MOST) return null;
  // Others that are nearly as good are not seen by the first search of their section.
  const rivals = best.flatMap((each) => betweenThem(each, pattern, Math.min(most, enough)));
  const found = [...best.flat(), ...rivals].filter(({ errors }) => errors <= enough);
  if (found.length > MOST) return null;
  const fits = found
    .map((span) => ({ span, score: fitOf(passage, span).score }))
    .sort((a, b) => b.score - a.score);
  const [first, second] = fits;
  if (!first || (second && first.score - second.score < 0.3)) return null;
  return trimmed(first.span);
}

const whole = ({ text }: SectionText) => ({ from: 0, to: text.length });

function inSection(
  section: SectionText,
  { from, to }: { from: number; to: number },
  pattern: string,
  most: number,
): Candidate[] {
  const text = section.text.slice(from, to);
  // Matches that overlap are one: the library gives each end with the fewest errors.
  const apart: Match[] = [];
  for (const match of search(text, pattern, Math.floor(most))) {
    const last = apart.at(-1);
    if (!last || match.start >= last.end) apart.push(match);
  }
  return apart.map(({ start, end, errors }) => ({ section, from: from + start, to: from + end, errors }));
}

/** The best matches before, between and after the candidates of a section. */
function betweenThem(candidates: Candidate[], pattern: string, most: number): Candidate[] {
  return candidates.flatMap(({ section, to }, i) => [
    ...(i === 0 ? inSection(section, { from: 0, to: candidates[0]!.from }, pattern, most) : []),
    ...inSection(section, { from: to, to: candidates[i + 1]?.from ?? section.text.length }, pattern, most),
  ]);
}

/** With the text before and after it, which must be the same for the most part. */
function inContext({ passage, exact }: Sought, now: VerdictText): Span | null {
  const [prefix, suffix] = [fold(passage.prefix), fold(passage.suffix)];
  const pattern = prefix + exact + suffix;
  if (pattern.length < LONG) return null;
  const around = only({ passage: { ...passage, prefix: '', suffix: '' } }, pattern, now);
  if (!around) return null;
  const { section } = around;
  // Its text may be longer or shorter now, by as much as may have changed.
  const slack = Math.ceil(pattern.length * CHANGED);
  const from = Math.max(around.from + prefix.length - slack, around.from);
  const to = Math.min(around.to - suffix.length + slack, around.to);
  if (from >= to) return null;
  const inner = inSection(section, { from, to }, exact, Math.max(1, exact.length * CHANGED));
  const expected = around.from + prefix.length;
  const [nearest] = inner.sort((a, b) => Math.abs(a.from - expected) - Math.abs(b.from - expected));
  return nearest && fitsWhole(fitOf(passage, nearest), passage) ? trimmed(nearest) : null;
}

/** Sections have both ends once, in this order, about as far from each other as they were. */
function betweenEnds(sought: Sought, now: VerdictText): Span | null {
  const { exact, passage } = sought;
  const first = only({ passage: { ...passage, suffix: '' } }, exact.slice(0, END), now);
  const last = first && only({ passage: { ...passage, prefix: '' } }, exact.slice(-END), now);
  if (!last || first.section !== last.section || last.to <= first.from) return null;
  const difference = Math.abs(last.to - first.from - exact.length);
  return difference <= exact.length * CHANGED ? { ...first, to: last.to } : null;
}

/**
 * Its first and last words are those of the passage, or at least what is before and after them is. Otherwise a part of the
 * passage is gone, and the text would be that of another.
 */
function hasSameEnds(span: Span, { passage, exact }: Sought): boolean {
  const { section, from, to } = span;
  const fit = fitOf(passage, span);
  const length = Math.min(EDGE, exact.length >> 1);
  const text = section.text.slice(from, to);
  const most = (isInPlace: boolean) => Math.floor(length * (isInPlace ? CHANGED : CHANGED / 2));
  return (
    errorsIn(text.slice(0, length + 2), exact.slice(0, length)) <= most(fit.before) &&
    errorsIn(text.slice(-length - 2), exact.slice(-length)) <= most(fit.after)
  );
}

/** Whether a number or too many of the words changed. Smaller changes are labelled, because they can matter too. */
function saysOther({ section, from, to }: Span, { passage, exact }: Sought): boolean {
  const most = Math.max(1, Math.floor(exact.length * DIFFERENT));
  if (errorsIn(section.text.slice(from, to), exact) > most) return true;
  const prefix = fold(passage.prefix);
  const quoted = prefix + exact + fold(passage.suffix);
  return numbersIn(section.text, from, to) !== numbersIn(quoted, prefix.length, prefix.length + exact.length);
}

/** Whole numbers, also those that the span has only a part of. */
function numbersIn(text: string, from: number, to: number): string {
  const start = Math.max(from - EDGE, 0);
  return [...text.slice(start, to + EDGE).matchAll(/\p{N}+(?:[.,]\p{N}+)*/gu)]
    .filter(({ 0: number, index }) => start + index < to && start + index + number.length > from)
    .join(' ');
}

/** The version that was quoted has this text at another place: it is another passage. */
function wasElsewhere({ section, from, to }: Span, { passage }: Sought, before: VerdictText): boolean {
  const text = section.text.slice(from, to);
  const own = before.spanOf(passage);
  return before
    .occurrences(text, 50)
    .some((other) => !own || other.section !== own.section || other.to <= own.from || other.from >= own.to);
}

/** Without white space at its ends. */
function trimmed({ section, from, to }: Span): Span {
  const text = section.text.slice(from, to);
  return {
    section,
    from: from + (text.length - text.trimStart().length),
    to: to - (text.length - text.trimEnd().length),
  };
}
