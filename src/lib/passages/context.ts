import search from 'approx-string-match';
import { CONTEXT, type QuotedPassage } from './anchor.ts';
import { fold } from './folded.ts';
import type { Span } from './verdict-text.ts';

/** A side of the context is the same from this share of its units. Unrelated texts have about a third in common. */
const SAME = 0.7;
/** More units, for letters that were added. With whole words more, the same word nearby would fit too. */
const SLACK = 3;
/** Fewer units say nothing. */
const MIN_SIDE = 4;

/** How a span fits what was before and after the passage. `before`, `after`: that side is the same. */
export interface Fit {
  /** 0 to 2: the shares that both sides have in common. */
  score: number;
  before: boolean;
  after: boolean;
}

export function fitOf({ prefix, suffix }: QuotedPassage, { section, from, to }: Span): Fit {
  const { text } = section;
  const before = shareIn(text.slice(Math.max(from - CONTEXT - SLACK, 0), from), fold(prefix));
  const after = shareIn(text.slice(to, to + CONTEXT + SLACK), fold(suffix));
  // Sentences beside the passage's own may have been removed.
  const [tail, head] = [sentenceBefore(prefix), sentenceAfter(suffix)];
  return {
    score: before + after,
    before:
      before >= SAME || shareIn(text.slice(Math.max(from - tail.length - SLACK, 0), from), tail) >= SAME,
    after: after >= SAME || shareIn(text.slice(to, to + head.length + SLACK), head) >= SAME,
  };
}

/** The share of a side that is in the text. */
function shareIn(text: string, side: string): number {
  if (side.trim().length < MIN_SIDE || text === '') return 0;
  return 1 - errorsIn(text, side) / side.length;
}

/** What the context has of the sentence in which the passage begins; "" if it begins with the sentence. */
const sentenceBefore = (prefix: string) => fold(prefix.split(/[.!?]\S?\s|\n/).at(-1)!);
const sentenceAfter = (suffix: string) => fold(/^.*?([.!?](?=\S?\s|$)|\n|$)/.exec(suffix)![0]);

/** How many units have to change so that the pattern is somewhere in the text. */
export function errorsIn(text: string, pattern: string): number {
  if (text.includes(pattern)) return 0;
  return search(text, pattern, pattern.length)[0]?.errors ?? pattern.length;
}

export const fits = ({ before, after }: Fit): boolean => before || after;

/** On both sides, as far as its sentences go on there. */
export const fitsWhole = (fit: Fit, { prefix, suffix }: QuotedPassage): boolean =>
  fits(fit) &&
  (fit.before || sentenceBefore(prefix).length < MIN_SIDE) &&
  (fit.after || sentenceAfter(suffix).length < MIN_SIDE);
