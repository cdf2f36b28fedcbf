const Z = 1.96;

/**
 * Lower bound of Wilson's 95 % interval for the share `positive / total`; 0 if `total` is 0.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function wilsonLower(positive: number, total: number): number {
  if (total === 0) return 0;
  const share = positive / total;
  const centre = share + Z ** 2 / (2 * total);
  const spread = Z * Math.sqrt((share * (1 - share) + Z ** 2 / (4 * total)) / total);
  return (centre - spread) / (1 + Z ** 2 / total);
}

/**
 * The sort key of "top", -1 to 1: the lower bound of "helpful" minus that of "not helpful". One rating doesn't beat
 * forty, and unrated comments rank above rejected ones.
 */
export function ratingScore({ helpful, notHelpful }: { helpful: number; notHelpful: number }): number {
  const total = helpful + notHelpful;
  return wilsonLower(helpful, total) - wilsonLower(notHelpful, total);
}
