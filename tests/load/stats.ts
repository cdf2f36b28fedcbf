/** Times in milliseconds, counted in buckets 1 % wide: millions of deliveries fit into a few kilobytes. */
export class Times {
  readonly #buckets = new Map<number, number>();
  count = 0;
  max = 0;

  add(ms: number, times = 1): void {
    const bucket = Math.ceil(Math.log(Math.max(ms, 0.001)) / Math.log(1.01));
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + times);
    this.count += times;
    if (ms > this.max) this.max = ms;
  }

  /** The time that a share `q` (0 to 1) of all stayed within; NaN where there was none. */
  at(q: number): number {
    if (this.count === 0) return NaN;
    let left = Math.ceil(this.count * q);
    for (const [bucket, times] of [...this.#buckets].sort(([a], [b]) => a - b)) {
      left -= times;
      if (left <= 0) return Math.min(1.01 ** bucket, this.max);
    }
    return this.max;
  }

  get p50(): number {
    return this.at(0.5);
  }

  get p99(): number {
    return this.at(0.99);
  }

  /** As it travels between processes. */
  toJSON(): PackedTimes {
    return { buckets: [...this.#buckets], count: this.count, max: this.max };
  }

  merge({ buckets, count, max }: PackedTimes): void {
    for (const [bucket, times] of buckets)
      this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + times);
    this.count += count;
    this.max = Math.max(this.max, max);
  }
}

export interface PackedTimes {
  buckets: [number, number][];
  count: number;
  max: number;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The same figure of several runs, each run a record of figures: the median of each. */
export function medians<K extends string>(runs: Record<K, number>[]): Record<K, number> {
  const keys = Object.keys(runs[0]!) as K[];
  return Object.fromEntries(keys.map((key) => [key, median(runs.map((run) => run[key]))])) as Record<
    K,
    number
  >;
}

/** Microseconds on a clock that all processes of this machine share. */
export function sharedClock(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
