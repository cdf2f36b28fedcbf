/** The side of the square, without its axes, in units of the view box. */
export const SIZE = 260;
/** Room for the axes, left and below. */
export const MARGIN = 44;

/** Scores along whose curves the plot has lines. */
export const LEVELS = [0.2, 0.4, 0.6, 0.8];
export const TICKS = [0, 0.25, 0.5, 0.75, 1];

const STEPS = 32;

export const xOf = (share: number): number => round(MARGIN + share * SIZE);
export const yOf = (share: number): number => round((1 - share) * SIZE);

/** All pairs of shares whose geometric mean is `score`, as a path. */
export function curveOf(score: number): string {
  const product = score * score;
  const points = Array.from({ length: STEPS + 1 }, (_, i) => {
    // Evenly in the logarithm, so that both ends are as smooth as the middle.
    const share = product ** (1 - i / STEPS);
    return `${xOf(share)} ${yOf(product / share)}`;
  });
  return `M${points.join('L')}`;
}

const round = (value: number) => Math.round(value * 10) / 10;
