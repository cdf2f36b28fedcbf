/** Of the two-sided 95 % interval. Also in SQL, for its lower end: `wilson_lower`. */
export const Z_95 = 1.96;

/**
 * Wilson's interval for the share `count / of`, `z` standard deviations to each side; 0 to 1 if `of` is 0. Unlike the normal
 * approximation, it is accurate for shares near 0 or 1 and for small counts.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function wilsonInterval(count: number, of: number, z: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const share = count / of;
  const z2 = z * z;
  const middle = share + z2 / (2 * of);
  const reach = z * Math.sqrt((share * (1 - share) + z2 / (4 * of)) / of);
  const scale = 1 + z2 / of;
  // Rounding can leave a little less than 0, or more than 1.
  return { low: Math.max(0, (middle - reach) / scale), high: Math.min(1, (middle + reach) / scale) };
}
