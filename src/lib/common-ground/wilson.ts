/** Of the one-sided 90 % bound: nine of ten true shares are above it. */
export const Z = 1.2816;

/**
 * Lower bound of Wilson's interval for the share of helpful ratings; 0 without ratings. Also in SQL: `ground_wilson`.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function wilsonLower(helpful: number, total: number): number {
  if (total === 0) return 0;
  const share = helpful / total;
  const z2 = Z * Z;
  const spread = Z * Math.sqrt((share * (1 - share) + z2 / (4 * total)) / total);
  // Rounding can leave a little less than nothing, which has no square root.
  return Math.max(0, (share + z2 / (2 * total) - spread) / (1 + z2 / total));
}
