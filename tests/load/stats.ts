/** A histogram of milliseconds in buckets 1 % wide: millions of deliveries fit into a few kilobytes. */
export class LatencyHistogram {
  readonly #buckets = new Map<number, number>();
  count = 0;
  max = 0;

  record(ms: number, times = 1): void {
    const bucket = Math.ceil(Math.log(Math.max(ms, 0.001)) / Math.log(1.01));
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + times);
    this.count += times;
    if (ms > this.max) this.max = ms;
  }

  /** @param q from 0 to 1 @returns NaN if nothing was recorded */
  quantile(q: number): number {
    if (this.count === 0) return NaN;
    let left = Math.ceil(this.count * q);
    for (const [bucket, times] of [...this.#buckets].sort(([a], [b]) => a - b)) {
      left -= times;
      if (left <= 0) return Math.min(1.01 ** bucket, this.max);
    }
    return this.max;
  }

  get p50(): number {
    return this.quantile(0.5);
  }

  get p99(): number {
    return this.quantile(0.99);
  }

  toJSON(): HistogramData {
    return { buckets: [...this.#buckets], count: this.count, max: this.max };
  }

  merge({ buckets, count, max }: HistogramData): void {
    for (const [bucket, times] of buckets)
      this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + times);
    this.count += count;
    this.max = Math.max(this.max, max);
  }
}

export interface HistogramData {
  buckets: [number, number][];
  count: number;
  max: number;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A figure over several runs. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

export function spreadOf(values: number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Run by run, so that what slows both sides of one run cancels out. */
export function ratiosOf(ours: number[], theirs: number[]): Spread {
  return spreadOf(ours.map((value, run) => value / theirs[run]!));
}

/** Whether some runs show more and others less. */
export function showsNoDifference(ratio: Spread): boolean {
  return ratio.min <= 1 && ratio.max >= 1;
}

/** Runs the sides in turn, so that other load on the machine affects all of them. @returns each side's runs */
export async function inTurn<K extends string, T>(
  runs: number,
  sides: Record<K, () => Promise<T>>,
): Promise<Record<K, T[]>> {
  const names = Object.keys(sides) as K[];
  const all = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<K, T[]>;
  for (let run = 0; run < runs; run++) for (const name of names) all[name].push(await sides[name]());
  return all;
}

/** The median of each figure over several runs. */
export function medians<K extends string>(runs: Record<K, number>[]): Record<K, number> {
  const keys = Object.keys(runs[0]!) as K[];
  return Object.fromEntries(keys.map((key) => [key, median(runs.map((run) => run[key]))])) as Record<
    K,
    number
  >;
}

/** Microseconds of the monotonic clock that all processes share. */
export function sharedClock(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
