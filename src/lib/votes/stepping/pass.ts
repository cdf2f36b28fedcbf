import type { ClaimView, Stance } from '#lib/verdicts/verdict-view.ts';

/** One pass through assumptions of a verdict, one at a time. The address has its order, which votes would change. */
export interface Pass {
  /** Keys of the assumptions, in the order of the pass. */
  keys: string[];
  /** From 1; one more than there are assumptions: done. */
  at: number;
}

type Counted = Pick<ClaimView, 'id' | 'agree' | 'disagree' | 'mine'>;

/** Hex digits from the end of the id, which are random. The page has few assumptions, and an address stays short. */
const KEY = 6;
const keyOf = ({ id }: { id: string }) => id.slice(-KEY);

/**
 * How little is known about the share that agrees: the variance of Beta(agree + 1, disagree + 1), which is largest for
 * few votes and, of as many votes, for divided ones.
 */
export function needOf({ agree, disagree }: { agree: number; disagree: number }): number {
  const votes = agree + disagree;
  return ((agree + 1) * (disagree + 1)) / ((votes + 2) ** 2 * (votes + 3));
}

/** Those that the reader hasn't voted on first, then by need; equals stay in the order of the text. */
export function byNeed<C extends Counted>(claims: C[]): C[] {
  const isDone = ({ mine }: C) => Number(mine !== null);
  return claims.toSorted((a, b) => isDone(a) - isDone(b) || needOf(b) - needOf(a));
}

/**
 * The assumptions in the order of the pass, and those that the reader had voted on before it. Without keys, a new pass:
 * through those that they haven't voted on. A new version of the verdict may drop some and add others in the middle of a
 * pass; new ones come last.
 */
export function stepsOf<C extends Counted>(claims: C[], keys: string[]): { steps: C[]; others: C[] } {
  const place = new Map(keys.map((key, i) => [key, i]));
  const isKnown = (claim: C) => place.has(keyOf(claim));
  const known = claims.filter(isKnown).toSorted((a, b) => place.get(keyOf(a))! - place.get(keyOf(b))!);
  const unknown = byNeed(claims.filter((claim) => !isKnown(claim)));
  return {
    steps: [...known, ...unknown.filter(({ mine }) => mine === null)],
    others: unknown.filter(({ mine }) => mine !== null),
  };
}

export const keysOf = (steps: { id: string }[]): string[] => steps.map(keyOf);

/** The query of a step, without `?`. */
export const stepQuery = ({ keys, at }: Pass): string => `pass=${keys.join('.')}&at=${at}`;

/** A header takes ASCII only. */
export const passAddress = (slug: string, pass?: Pass): string =>
  `/v/${encodeURIComponent(slug)}/assumptions${pass ? `?${stepQuery(pass)}` : ''}`;

/** An assumption as the pass shows it. */
export interface Step {
  id: string;
  label: string;
  detail: string | null;
  mine: Stance | null;
  countsAt?: string;
  /** Null until the reader has voted on it, so that other votes don't sway theirs. */
  tally: { agree: number; disagree: number } | null;
}

export function stepView({ id, label, detail, mine, countsAt, agree, disagree }: ClaimView): Step {
  return {
    ...{ id, label, detail, mine },
    ...(countsAt ? { countsAt } : {}),
    tally: mine === null ? null : { agree, disagree },
  };
}

export const STANCE_WORDS: Record<Stance, string> = { agree: 'Assumed', disagree: 'Not assumed' };
