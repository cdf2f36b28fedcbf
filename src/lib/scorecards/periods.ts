import { shareOf, type Counted, type Share } from './share.ts';

/** Votes on the classifications of the verdicts of one month. */
export interface Month {
  /** `2026-05` */
  month: string;
  verdicts: number;
  agree: number;
  disagree: number;
}

/** One or several months. */
export interface Period extends Counted, Share {
  from: string;
  to: string;
  verdicts: number;
}

interface Bounds {
  /** No period has fewer. */
  leastVotes: number;
  /** More points than this don't fit into a plot. */
  mostPeriods: number;
}

/**
 * Joins neighbouring months until each period has enough votes. What is left at the end joins the last period. Empty if
 * all of them have too few.
 */
export function periodsOf(months: Month[], { leastVotes, mostPeriods }: Bounds): Period[] {
  const sorted = months.toSorted((a, b) => (a.month < b.month ? -1 : 1));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return [];
  const leastMonths = Math.ceil(monthsBetween(first.month, last.month) / mostPeriods);
  const groups: Month[][] = [];
  let open: Month[] = [];
  for (const month of sorted) {
    open.push(month);
    const isLong = monthsBetween(open[0]!.month, month.month) >= leastMonths;
    if (!isLong || votesIn(open) < leastVotes) continue;
    groups.push(open);
    open = [];
  }
  groups.at(-1)?.push(...open);
  return groups.map(periodOf);
}

function periodOf(months: Month[]): Period {
  const count = sum(months.map(({ agree }) => agree));
  const counted = { count, of: votesIn(months) };
  return {
    from: months[0]!.month,
    to: months.at(-1)!.month,
    verdicts: sum(months.map(({ verdicts }) => verdicts)),
    ...counted,
    ...shareOf(counted),
  };
}

/** Both included. */
function monthsBetween(from: string, to: string): number {
  return monthNumber(to) - monthNumber(from) + 1;
}

function monthNumber(month: string): number {
  const [year, number] = month.split('-').map(Number);
  return year! * 12 + number!;
}

const votesIn = (months: Month[]) => sum(months.map(({ agree, disagree }) => agree + disagree));
const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
