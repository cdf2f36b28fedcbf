import type { Series } from './history.ts';

export interface Plot {
  at: number[];
  values: Series;
  now: number;
  /** The width, in the unit of `at`. */
  window: number;
  /** The upper edge; the lower one is 0. */
  top: number;
}

interface Point {
  x: number;
  y: number;
}

export const WIDTH = 300;
export const HEIGHT = 60;

/** Null without measurements. */
export function rangeOf(values: Series): { low: number; high: number } | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? { low: Math.min(...known), high: Math.max(...known) } : null;
}

/** The upper end of the scale: at least `least`, or the next of 1, 2, 5, 10, 20, 50, … above the highest value. */
export function topOf(values: Series, least: number): number {
  const high = rangeOf(values)?.high ?? 0;
  if (high <= least) return least;
  const power = 10 ** Math.floor(Math.log10(high));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= high)!;
}

/** The line as an SVG path, with gaps for missing values; a single value is a dot. */
export function lineOf(plot: Plot): string {
  return runsOf(plot)
    .map(
      ([first, ...rest]) =>
        `M${written(first!)}${rest.length > 0 ? `L${rest.map(written).join(' ')}` : 'h0'}`,
    )
    .join('');
}

export function areaOf(plot: Plot): string {
  return runsOf(plot)
    .filter((run) => run.length > 1)
    .map((run) => `M${short(run[0]!.x)} ${HEIGHT}L${run.map(written).join(' ')}V${HEIGHT}Z`)
    .join('');
}

export function endOf(plot: Plot): Point | null {
  const value = plot.values.at(-1) ?? null;
  return value === null ? null : pointOf(plot, plot.at.at(-1)!, value);
}

function runsOf(plot: Plot): Point[][] {
  const runs: Point[][] = [];
  let run: Point[] | null = null;
  for (const [i, at] of plot.at.entries()) {
    const value = plot.values[i] ?? null;
    if (value === null || at < plot.now - plot.window) {
      run = null;
      continue;
    }
    if (!run) runs.push((run = []));
    run.push(pointOf(plot, at, value));
  }
  return runs;
}

function pointOf({ now, window, top }: Plot, at: number, value: number): Point {
  return { x: WIDTH * (1 - (now - at) / window), y: HEIGHT * (1 - Math.min(value, top) / top) };
}

const written = ({ x, y }: Point): string => `${short(x)} ${short(y)}`;
const short = (value: number): number => Math.round(value * 10) / 10;
