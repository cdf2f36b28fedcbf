import { wilsonInterval, Z_95 } from '../wilson.ts';

/** A share of a whole, with Wilson's 95 % interval. Null: of too few to say anything. */
export interface Share {
  share: number;
  low: number;
  high: number;
}

/** What a share is of. */
export interface Counted {
  count: number;
  of: number;
}

/** @throws RangeError unless 0 ≤ `count` ≤ `of`, and `of` is positive */
export function shareOf({ count, of }: Counted): Share {
  if (!(of > 0 && count >= 0 && count <= of)) throw new RangeError(`${count} of ${of} is no share`);
  const { low, high } = wilsonInterval(count, of, Z_95);
  return { share: rounded(count / of), low: rounded(low), high: rounded(high) };
}

/** Null below `least`. */
export function shareFrom(least: number, counted: Counted): (Counted & Share) | null {
  return counted.of < least ? null : { ...counted, ...shareOf(counted) };
}

/** To a hundredth of a percent: the rest is noise in a download. */
function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
