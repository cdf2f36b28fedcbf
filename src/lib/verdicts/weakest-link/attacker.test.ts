// Whether the weakest link tells in which camp someone is who visibly took part when it changed.
import { expect, test } from 'vitest';
import { isRejectionDue, rejectionOf, type CampVotes } from './rejection.ts';

const BASE_RATE = 0.55;
const VOTERS = 120;
const VERDICTS = 400;

/** What the attacker knows of a voter: their vote on the claim, by its public total, and the mark before and after it. */
interface Seen {
  agrees: boolean;
  rejects: boolean;
  mark: [before: boolean, after: boolean];
}

/** A fixed sequence of numbers from 0 to 1. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Those who disagree with the headline reject the claim narrowly, so that the mark changes often, and only by them. */
function watchVerdict(random: () => number, isDue: typeof isRejectionDue): Seen[] {
  const camps: [CampVotes, CampVotes] = [
    { disagree: 0, total: 0 },
    { disagree: 0, total: 0 },
  ];
  let [published, isMarked] = [0, false];
  return Array.from({ length: VOTERS }, (_, n) => {
    const agrees = random() < BASE_RATE;
    const rejects = random() < (agrees ? 0.9 : 0.5);
    const camp = camps[agrees ? 0 : 1];
    camp.total += 1;
    camp.disagree += Number(rejects);
    const before = isMarked;
    if (isDue(n + 1, published)) {
      published = Math.floor((n + 1) / 10) * 10;
      isMarked = rejectionOf(...camps) !== null;
    }
    return { agrees, rejects, mark: [before, isMarked] };
  });
}

type Rule = typeof isRejectionDue;

/**
 * By how much an attacker is right more often about a camp by also knowing the mark than by the totals alone. It learns
 * from voters whose camps are known. `only`: about whom it guesses.
 */
function advantage(isDue: Rule, only: (seen: Seen) => boolean = () => true): number {
  const random = randomOf(7);
  const watch = () => Array.from({ length: VERDICTS }, () => watchVerdict(random, isDue)).flat();
  const [known, others] = [watch(), watch().filter(only)];
  const shareRight = (patternOf: (seen: Seen) => string) => {
    const guesses = new Map(
      [...Map.groupBy(known, patternOf)].map(([pattern, seen]) => [pattern, mostAgree(seen)]),
    );
    const right = others.filter((seen) => (guesses.get(patternOf(seen)) ?? true) === seen.agrees);
    return right.length / others.length;
  };
  return (
    shareRight(({ rejects, mark }) => `${rejects} ${mark.join()}`) - shareRight(({ rejects }) => `${rejects}`)
  );
}

const mostAgree = (seen: Seen[]) => 2 * seen.filter(({ agrees }) => agrees).length >= seen.length;
const atOnce: Rule = () => true;
const whenItChanged = ({ mark: [before, after] }: Seen) => before !== after;

test('the weakest link tells an attacker at most 2 points more about a camp than the public totals do', () => {
  expect(advantage(isRejectionDue)).toBeLessThanOrEqual(0.02);
  expect(advantage(isRejectionDue, whenItChanged)).toBeLessThanOrEqual(0.02);
  // Changing with each vote, it would give away each voter with whom it changes.
  expect(advantage(atOnce, whenItChanged)).toBeGreaterThan(0.2);
});
