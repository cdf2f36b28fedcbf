import type { Period } from './periods.ts';
import type { Counted, Share } from './share.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "2026-05" as "May 2026". */
export function monthName(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return `${MONTHS[number! - 1]} ${year}`;
}

/** "May 2026", or "Jan to Mar 2026". */
export function periodName({ from, to }: Pick<Period, 'from' | 'to'>): string {
  if (from === to) return monthName(from);
  const [first, last] = [monthName(from), monthName(to)];
  return `${from.slice(0, 4) === to.slice(0, 4) ? first.slice(0, 3) : first} to ${last}`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** "55 to 69 %" */
export function intervalWords({ low, high }: Pick<Share, 'low' | 'high'>): string {
  return `${Math.round(low * 100)} to ${percent(high)}`;
}

/** "123 of 198" */
export function countWords({ count, of }: Counted): string {
  return `${count} of ${of}`;
}

/** "1 verdict", "3 verdicts" */
export function numbered(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}
