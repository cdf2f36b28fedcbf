// An attacker who wants to know a person's camp from what is public: the totals, what derives from the camps' ratings,
// and when the person comments. Where the model comes from and what it leaves out: docs/common-ground.md.
import { hasBadge } from '#lib/common-ground/badge.ts';
import { campScore, sideScore, type CampRatings, type Ratings } from '#lib/common-ground/score.ts';
import { shownAfter } from '#lib/common-ground/shown.ts';
import type { Side } from './crowd.ts';
import { randomOf, shuffled, type Random } from './random.ts';

const COMMENTS = 40;
const READERS = 120;
const RATED = 12;
/** Share of readers who agree: what guessing without any number gets right. */
const BASE_RATE = 0.55;
/** Ratings of each comment before the attacker watches. */
const EARLIER = 30;
const ROUNDS = 60;

export interface Rules {
  /** What derives from the camps changes with each rating, not at multiples of ten. */
  atOnce?: boolean;
  /** Readers vote in the minute in which they comment; otherwise on another day, between many others. */
  votesThen?: boolean;
  /** Other ratings of the same comment, and other votes, in that minute. */
  others?: number;
  /** Both camps rate alike, so that a rating by itself tells nothing about who gives it. */
  alike?: boolean;
  /** Comments that a reader answers in the minute in which they rate them. */
  answers: number;
  /** The attacker is told the exact counts behind what was shown last. They aren't public, nor are scores that tell them. */
  toldCounts?: boolean;
}

/** Kinds of evidence: the public totals of votes and ratings; order, badge and each side’s best comment. */
type Kind = 'totals' | 'marks';

interface Comment {
  /** For whom it argues, which anyone can read; null: for neither. */
  lean: Side | null;
  exact: CampRatings;
  shown: CampRatings;
  score: number;
  badge: boolean;
  /** Since it was last shown: who has answered it, and how they rated it. */
  answered: { person: Person; helpful: boolean }[];
}

export interface Person {
  side: Side;
  /** Sums of changes; a positive one speaks for `agree`. */
  evidence: Record<Kind, number[]>;
}

interface World {
  comments: Comment[];
  random: Random;
  rules: Rules;
}

/** One thread, in which every reader answers comments. */
export function watchThread(seed: number, rules: Rules): Person[] {
  const random = randomOf(seed);
  const world: World = { comments: [], random, rules };
  world.comments = Array.from({ length: COMMENTS }, (_, i) => startedComment(i, world));
  return Array.from({ length: READERS }, () => {
    const person: Person = { side: sideOf(random), evidence: { totals: [0, 0], marks: [0, 0, 0, 0] } };
    visit(person, world);
    return person;
  });
}

const sideOf = (random: Random): Side => (random() < BASE_RATE ? 'agree' : 'disagree');
const none = (): Ratings => ({ helpful: 0, notHelpful: 0 });

function startedComment(i: number, world: World): Comment {
  const empty = { agree: none(), disagree: none() };
  const lean = ([null, 'agree', 'disagree'] as const)[i % 3]!;
  const comment: Comment = { lean, exact: empty, shown: empty, score: 0, badge: false, answered: [] };
  for (let n = 0; n < EARLIER; n++) rate(comment, sideOf(world.random), world);
  return comment;
}

/** @returns whether the rating is “helpful” */
function rate(comment: Comment, side: Side, { random, rules }: World): boolean {
  const chance = rules.alike || comment.lean === null ? 0.65 : comment.lean === side ? 0.9 : 0.2;
  const helpful = random() < chance;
  comment.exact = plus(comment.exact, side, { helpful: Number(helpful), notHelpful: Number(!helpful) });
  comment.shown = rules.atOnce ? comment.exact : shownAfter(comment.shown, comment.exact);
  if (comment.shown === comment.exact) {
    comment.score = campScore(comment.shown);
    comment.badge = hasBadge(comment.shown, comment.badge);
  }
  return helpful;
}

function plus(camps: CampRatings, side: Side, more: Ratings): CampRatings {
  const { helpful, notHelpful } = camps[side];
  return {
    ...camps,
    [side]: { helpful: helpful + more.helpful, notHelpful: notHelpful + more.notHelpful },
  };
}

function visit(person: Person, world: World): void {
  const { random, rules } = world;
  if (rules.votesThen) person.evidence.totals[0] = votesMove(person.side, world);
  for (const [i, comment] of shuffled(world.comments, random).slice(0, RATED).entries()) {
    const before = { ...comment, ...marksOf(comment, world) };
    const helpful = rate(comment, person.side, world);
    if (i < rules.answers) answer(person, comment, helpful, world);
    if (comment.shown === comment.exact) learn(before, comment, world);
  }
}

/** The attacker looks at what the person answers: the totals of that minute, and later what derives from them. */
function answer(person: Person, comment: Comment, helpful: boolean, world: World): void {
  comment.answered.push({ person, helpful });
  const others = Array.from({ length: world.rules.others ?? 0 }, () =>
    rate(comment, sideOf(world.random), world),
  );
  const moved = [helpful, ...others].reduce((sum, each) => sum + (each ? 1 : -1), 0);
  person.evidence.totals[1]! += leanOf(comment) * moved;
}

const leanOf = ({ lean }: Pick<Comment, 'lean'>) => (lean === null ? 0 : lean === 'agree' ? 1 : -1);

/** By how much the total of “agree” moves more than that of “disagree” in the minute of a vote. */
function votesMove(side: Side, { random, rules }: World): number {
  const sides = [side, ...Array.from({ length: rules.others ?? 0 }, () => sideOf(random))];
  return sides.reduce((sum, each) => sum + (each === 'agree' ? 1 : -1), 0);
}

/** The place in the order, and whose best comment it is. */
interface Marks {
  place: number;
  best: number;
}

function marksOf({ score, shown }: Pick<Comment, 'score' | 'shown'>, { comments }: World): Marks {
  const isBest = (side: Side) => {
    const own = sideScore(shown[side]) ?? 0;
    return Number(comments.every((other) => (sideScore(other.shown[side]) ?? 0) <= own));
  };
  return { place: placeOf(score, comments), best: isBest('agree') - isBest('disagree') };
}

const placeOf = (score: number, comments: Comment[]) =>
  comments.filter((other) => other.score > score).length;

/**
 * What is shown of a comment has changed: the attacker compares it with what it would be if each who answered it since
 * the last change was in one camp or the other. The attacker is told how each of them rated it, which isn't public.
 * Of the other ratings only the totals are known.
 */
function learn(before: Comment & Marks, comment: Comment, world: World): void {
  const after = marksOf(comment, world);
  const others = world.comments.filter((other) => other !== comment);
  for (const { person, helpful } of comment.answered) {
    const own = { helpful: Number(helpful), notHelpful: Number(!helpful) };
    const known = world.rules.toldCounts ? before.shown : guessed(before, world);
    const rest = expectedRest(known, comment.exact, own);
    const distance = (side: Side) => {
      const score = campScore(plus(rest, side, own));
      return Math.abs(placeOf(score, others) - placeOf(comment.score, others));
    };
    const { marks } = person.evidence;
    const closer = distance('disagree') - distance('agree');
    marks[0]! += Math.sign(closer);
    marks[1]! += closer / (1 + Math.abs(closer));
    marks[2]! += leanOf(comment) * (Number(comment.badge) - Number(before.badge));
    marks[3]! += after.best - before.best;
  }
  comment.answered = [];
}

/** What the attacker takes the shown counts for: the public totals in the shares of the camps. */
function guessed({ shown, lean }: Comment, { rules }: World): CampRatings {
  const part = (side: Side) => (side === 'agree' ? BASE_RATE : 1 - BASE_RATE);
  const chance = (side: Side) => (rules.alike || lean === null ? 0.65 : lean === side ? 0.9 : 0.2);
  const share = (side: Side, key: keyof Ratings) => {
    const of = (each: Side) => part(each) * (key === 'helpful' ? chance(each) : 1 - chance(each));
    return of(side) / (of('agree') + of('disagree'));
  };
  const total = (key: keyof Ratings) => shown.agree[key] + shown.disagree[key];
  const camp = (side: Side): Ratings => ({
    helpful: total('helpful') * share(side, 'helpful'),
    notHelpful: total('notHelpful') * share(side, 'notHelpful'),
  });
  return { agree: camp('agree'), disagree: camp('disagree') };
}

/** The counts before, and the other ratings since in the shares of the camps. */
function expectedRest(before: CampRatings, now: CampRatings, own: Ratings): CampRatings {
  const since = (key: keyof Ratings) =>
    now.agree[key] + now.disagree[key] - before.agree[key] - before.disagree[key] - own[key];
  const part = (share: number): Ratings => ({
    helpful: share * since('helpful'),
    notHelpful: share * since('notHelpful'),
  });
  return plus(plus(before, 'agree', part(BASE_RATE)), 'disagree', part(1 - BASE_RATE));
}

export interface Guesses {
  /** What guessing the larger camp gets right. */
  base: number;
  /** Shares guessed right by each kind of evidence. */
  totals: number;
  marks: number;
  both: number;
}

/** Learns from people whose camps are known, and guesses those of others. */
export function attack(rules: Rules, { threads = 8, seed = 1 } = {}): Guesses {
  const people = (from: number) =>
    Array.from({ length: threads }, (_, i) => watchThread(seed * 1000 + from + i, rules)).flat();
  const [known, others] = [people(0), people(threads)];
  const shareRight = (kinds: Kind[]) => {
    const featuresOf = ({ evidence }: Person) => kinds.flatMap((kind) => evidence[kind]);
    const guess = learnt(known.map((person) => ({ x: featuresOf(person), agrees: person.side === 'agree' })));
    const right = others.filter((person) => guess(featuresOf(person)) === (person.side === 'agree'));
    return right.length / others.length;
  };
  return {
    base: others.filter(({ side }) => side === 'agree').length / others.length,
    totals: shareRight(['totals']),
    marks: shareRight(['marks']),
    both: shareRight(['totals', 'marks']),
  };
}

/** Logistic regression by gradient descent, on features with a spread of one. @returns the guess whether somebody agrees */
function learnt(rows: { x: number[]; agrees: boolean }[]): (x: number[]) => boolean {
  const spread = rows[0]!.x.map(
    (_, i) => Math.sqrt(rows.reduce((sum, { x }) => sum + x[i]! ** 2, 0) / rows.length) || 1,
  );
  const scaled = (x: number[]) => [1, ...x.map((value, i) => value / spread[i]!)];
  const all = rows.map(({ x, agrees }) => ({ x: scaled(x), y: Number(agrees) }));
  let weights = [0, ...spread.map(() => 0)];
  for (let round = 0; round < ROUNDS; round++) {
    const slope = weights.map(() => 0);
    for (const { x, y } of all) {
      const error = 1 / (1 + Math.exp(-dot(weights, x))) - y;
      x.forEach((value, i) => (slope[i]! += error * value));
    }
    weights = weights.map((weight, i) => weight - slope[i]! / rows.length);
  }
  return (x) => dot(weights, scaled(x)) > 0;
}

const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
