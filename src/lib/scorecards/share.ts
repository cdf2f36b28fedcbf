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

/** Both sides of a normal distribution within which 95 % lie; the same as in the function `wilson_lower` in SQL. */
const Z = 1.96;

/**
 * Of a share near 0 or 1, or of few, Wilson's interval keeps its promise, where the usual one doesn't.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function shareOf({ count, of }: Counted): Share {
  if (!(of > 0 && count >= 0 && count <= of)) throw new RangeError(`${count} of ${of} is no share`);
  const share = count / of;
  const middle = share + (Z * Z) / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share) + (Z * Z) / (4 * of)) / of);
  const scale = 1 + (Z * Z) / of;
  return {
    share: rounded(share),
    low: rounded(Math.max(0, (middle - reach) / scale)),
    high: rounded(Math.min(1, (middle + reach) / scale)),
  };
}

/** Null below `least`. */
export function shareFrom(least: number, counted: Counted): (Counted & Share) | null {
  return counted.of < least ? null : { ...counted, ...shareOf(counted) };
}

/** To a hundredth of a percent: the rest is noise in a download. */
function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
