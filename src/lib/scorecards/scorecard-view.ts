import { shownLabel } from '#lib/verdicts/page/stamp.ts';
import { periodsOf, type Month } from './periods.ts';
import {
  LEAST_VERDICTS,
  LEAST_VOTES,
  MOST_PERIODS,
  type ChangedMinds,
  type ContestedVerdict,
  type LatestVerdict,
  type ListedVerdict,
  type RejectedKind,
  type Scorecard,
  type ScorecardAddress,
} from './scorecard.ts';
import { shareFrom, shareOf } from './share.ts';

interface Tally {
  agree: number;
  disagree: number;
}

export interface ScorecardRow {
  name: string;
  verdicts: Scorecard['verdicts'] & { amended: number };
  months: Month[];
  /** Label null: all assumptions. */
  labels: (Tally & { label: string | null; verdicts: number })[];
  contested: (Tally & ListedVerdict & { label: string })[];
  changed: ChangedMinds[];
  latest: LatestVerdict[];
}

export function scorecardView({ kind, slug }: ScorecardAddress, row: ScorecardRow): Scorecard {
  const { amended, ...verdicts } = row.verdicts;
  const count = sum(row.months.map(({ agree }) => agree));
  const votes = count + sum(row.months.map(({ disagree }) => disagree));
  return {
    kind,
    slug,
    name: row.name,
    verdicts,
    votes,
    agreement: shareFrom(LEAST_VOTES, { count, of: votes }),
    periods: periodsOf(row.months, { leastVotes: LEAST_VOTES, mostPeriods: MOST_PERIODS }),
    rejected: row.labels.map(rejectedView),
    amended: shareFrom(LEAST_VERDICTS, { count: amended, of: verdicts.published }),
    contested: row.contested.map(contestedView),
    changed: row.changed.map((claim) => ({ ...claim, label: shownLabel(claim.label) })),
    latest: row.latest.map((verdict) => ({
      ...verdict,
      classifications: verdict.classifications.map(shownLabel),
    })),
  };
}

function rejectedView({ label, verdicts, agree, disagree }: ScorecardRow['labels'][number]): RejectedKind {
  const counted = { count: disagree, of: agree + disagree };
  const named =
    label === null
      ? ({ kind: 'assumption', label: 'Hidden assumptions' } as const)
      : ({ kind: 'classification', label: labelKind(label) } as const);
  return { ...named, verdicts, ...counted, ...shareOf(counted) };
}

function contestedView({
  agree,
  disagree,
  label,
  ...verdict
}: ScorecardRow['contested'][number]): ContestedVerdict {
  const counted = { count: agree, of: agree + disagree };
  return { ...verdict, label: shownLabel(label), ...counted, ...shareOf(counted) };
}

/** What claims of one kind have in common: of `57/100 (heavy cope)` the band. */
export function labelKind(label: string): string {
  const [, band] = /^[\d.,]+\/[\d.,]+(?: \((.+)\))?$/.exec(label) ?? [label, label];
  const shown = shownLabel(band ?? 'Score without a band');
  return shown.charAt(0).toUpperCase() + shown.slice(1);
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
