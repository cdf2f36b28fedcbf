import { csvOf, type CsvCell } from './csv.ts';
import { scorecardPath, type Scorecard } from './scorecard.ts';
import type { Counted, Share } from './share.ts';

/**
 * `verdicts`: those that the share is of. `count` of `of` is `share`; `low` to `high` is its 95 % interval. Of readers who
 * saw the discussion, `before` and `after` are the shares that agree. The interval of the change is in the last four,
 * because a negative number would begin like a formula: of its two ends, those below zero are a fall, the others a rise.
 */
const HEADER = [
  ...['figure', 'name', 'from', 'to', 'verdicts', 'count', 'of', 'share', 'low', 'high', 'address'],
  ...['before', 'after', 'fall at most', 'fall at least', 'rise at least', 'rise at most'],
];

/** Every number of the page in one table, one figure a row. */
export function scorecardTable(card: Scorecard, origin: string): string {
  const { name, verdicts, agreement, periods, rejected, amended, contested, changed } = card;
  const { first, last, published } = verdicts;
  // The periods have all verdicts with votes.
  const voted = agreement && periods.reduce((sum, period) => sum + period.verdicts, 0);
  const rows: CsvCell[][] = [
    ['votes that agree', name, first, last, voted, ...numbersOf(agreement), origin + scorecardPath(card)],
    ...periods.map((period) => [
      'votes that agree, by period',
      ...[name, period.from, period.to, period.verdicts, ...numbersOf(period), null],
    ]),
    ...rejected.map((row) => [
      row.kind === 'assumption' ? 'votes that disagree, all assumptions' : 'votes that disagree, by label',
      ...[row.label, null, null, row.verdicts, ...numbersOf(row), null],
    ]),
    ['amended verdicts', name, first, last, published, ...numbersOf(amended), null],
    ...contested.map((row) => [
      'votes that agree, contested verdict',
      ...[`${row.title}: ${row.label}`, null, null, 1, ...numbersOf(row), `${origin}/v/${row.slug}`],
    ]),
  ];
  const changes = changed.map(({ title, label, slug, readers, before, after, low, high }) => [
    'changed minds',
    ...[`${title}: ${label}`, null, null, 1, null, readers, null, null, null, `${origin}/v/${slug}`],
    ...[before, after, fall(low), fall(high), rise(low), rise(high)],
  ]);
  const width = (row: CsvCell[]) => [...row, ...Array<null>(HEADER.length - row.length).fill(null)];
  return csvOf(HEADER, [...rows, ...changes].map(width));
}

/** Empty cells for a share of too few. */
function numbersOf(share: (Counted & Share) | null): CsvCell[] {
  if (!share) return [null, null, null, null, null];
  return [share.count, share.of, share.share, share.low, share.high];
}

const fall = (change: number): CsvCell => (change < 0 ? -change : null);
const rise = (change: number): CsvCell => (change < 0 ? null : change);
