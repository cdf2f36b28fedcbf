// npm run bench crowds: Wilson's order, the formula and the factorization on crowds with known truth.
import { atLeast, figure, type Section, type Table } from '../report.ts';
import type { Scenario } from '../scenario.ts';
import { crowdOf, MIXES, USUAL, type Mix } from './crowd.ts';
import { outcomeOf, type Badge, type Outcome } from './orders.ts';

const SEEDS = [1, 2, 3, 4, 5];

interface Result {
  mix: Mix;
  of: (value: (outcome: Outcome) => number) => number;
}

export const crowds: Scenario = ({ progress }) => {
  const results = MIXES.map((mix) => {
    progress(mix.name);
    const outcomes = SEEDS.map((seed) => outcomeOf(crowdOf(mix, seed)));
    const of = (value: (outcome: Outcome) => number) =>
      outcomes.reduce((sum, outcome) => sum + value(outcome), 0) / outcomes.length;
    return { mix, of };
  });
  return Promise.resolve(section(results));
};

function section(results: Result[]): Section {
  const usual = results.find(({ mix }) => mix === USUAL)!;
  const { partisan, bland, bridging, spam } = USUAL.comments;
  return {
    ran: [
      `Crowds of ${USUAL.agree + USUAL.disagree} readers and ${partisan + bland + bridging + spam} comments: ${partisan} partisan, ${bland} bland, ${bridging} bridging, ${spam} spam. Means of ${SEEDS.length} seeds. tests/load/common-ground/crowd.ts has the chances.`,
      'No database and no site: the formulas and the factorization as the site uses them.',
    ],
    tables: [ordersTable(results), badgesTable(results)],
    targets: [
      atLeast(
        'usual crowd: bridging comments in the formula’s first ten',
        0.9,
        usual.of(({ first }) => first.formula),
      ),
      atLeast(
        'usual crowd: precision of the badge',
        0.9,
        usual.of(({ precision }) => precision.vetoed),
      ),
    ],
  };
}

function ordersTable(results: Result[]): Table {
  return {
    caption: 'Share of bridging comments in the first ten',
    head: ['', 'Wilson', 'formula', 'factorization'],
    rows: results.map(({ mix, of }) => [
      mix.name,
      ...(['wilson', 'formula', 'factorization'] as const).map((order) => of(({ first }) => first[order])),
    ]),
  };
}

const BADGES: [Badge, string][] = [
  ['formula', 'formula'],
  ['factorization', 'factorization'],
  ['vetoed', 'formula, not one-sided (the site)'],
];

function badgesTable(results: Result[]): Table {
  const cell = ({ of }: Result, badge: Badge) =>
    `${figure(of(({ precision }) => precision[badge]))} / ${figure(of(({ recall }) => recall[badge]))}`;
  return {
    caption: 'The badge: how many of those who have it are bridging, and how many bridging comments have it',
    head: ['', ...BADGES.map(([, words]) => words)],
    rows: results.map((result) => [result.mix.name, ...BADGES.map(([badge]) => cell(result, badge))]),
  };
}
