import { scaleLinear, scaleUtc } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Period } from './periods.ts';
import { monthName } from './words.ts';

/** Where everything of a plot is, in pixels, so that the page draws it without code of its own. */
export interface Plot {
  width: number;
  height: number;
  /** Ends of the axes. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  xTicks: { x: number; label: string }[];
  yTicks: { y: number; label: string }[];
  /** Paths: between the ends of the intervals, and through the shares. */
  interval: string;
  shares: string;
  points: { x: number; y: number; low: number; high: number }[];
}

/** For wide pages, and for phones. The page shows one of them. */
export const PLOT_SIZES = [
  { width: 640, height: 280 },
  { width: 320, height: 240 },
];

/** Room for "100 %" at the left, and for half of "Nov 2026" at the right. */
const MARGIN = { top: 12, right: 32, bottom: 28, left: 48 };

/** Of a label below the axis, with space. */
const LABEL_WIDTH = 72;

/** The share of each period over time, from 0 to 100 %, so that small changes don't look large. */
export function plotOf(periods: Period[], { width, height }: { width: number; height: number }): Plot {
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  const span = [startOf(periods[0]!.from), endOf(periods.at(-1)!.to)];
  const x = scaleUtc().domain(span).range([left, right]);
  const y = scaleLinear().domain([0, 1]).range([bottom, top]);
  const points = periods.map(({ from, to, share, low, high }) => ({
    x: pixel(x((startOf(from) + endOf(to)) / 2)),
    y: pixel(y(share)),
    low: pixel(y(low)),
    high: pixel(y(high)),
  }));
  return {
    ...{ width, height, left, right, top, bottom, points },
    xTicks: spaced(x.ticks((2 * (right - left)) / LABEL_WIDTH).map((at) => tickOf(at, pixel(x(at))))),
    yTicks: y.ticks(4).map((share) => ({ y: pixel(y(share)), label: `${Math.round(share * 100)} %` })),
    interval: area<Plot['points'][number]>()
      .x((point) => point.x)
      .y0((point) => point.low)
      .y1((point) => point.high)(points)!,
    shares: line<Plot['points'][number]>()
      .x((point) => point.x)
      .y((point) => point.y)(points)!,
  };
}

function startOf(month: string): number {
  return Date.parse(`${month}-01T00:00:00Z`);
}

/** The beginning of the next month. */
function endOf(month: string): number {
  const start = new Date(startOf(month));
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1);
}

function tickOf(at: Date, x: number) {
  return { x, label: monthName(at.toISOString().slice(0, 7)) };
}

/** Labels that would overlap the one before, or repeat it, are left out. */
function spaced(ticks: Plot['xTicks']): Plot['xTicks'] {
  const kept: Plot['xTicks'] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (!last || (tick.x - last.x >= LABEL_WIDTH && tick.label !== last.label)) kept.push(tick);
  }
  return kept;
}

function pixel(length: number): number {
  return Math.round(length * 10) / 10;
}
