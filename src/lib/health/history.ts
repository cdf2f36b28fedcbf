import { MEASURE_IDS, type MeasureId } from './measure.ts';
import { sampleOf, type Sample, type Scrape } from './sample.ts';

/** Samples of one measure, oldest first; null where there was nothing to measure. */
export type Series = (number | null)[];

/** The last so many samples of a process: bounded, for it is kept for as long as the process runs. */
export class History {
  readonly #most: number;
  #last: Scrape | null = null;
  #samples: { at: number; sample: Sample }[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** The first scrape makes no sample: what happened is known from the second on. */
  add(scrape: Scrape): void {
    const last = this.#last;
    this.#last = scrape;
    if (!last || scrape.at <= last.at) return;
    this.#samples.push({ at: scrape.at, sample: sampleOf(last, scrape) });
    if (this.#samples.length > this.#most) this.#samples.shift();
  }

  /** `at`: when each sample was taken, in milliseconds since 1970. */
  series(): { at: number[]; values: Record<MeasureId, Series> } {
    const at = this.#samples.map((each) => Math.round(each.at));
    const values = Object.fromEntries(
      MEASURE_IDS.map((id) => [id, this.#samples.map(({ sample }) => short(sample[id]))]),
    ) as Record<MeasureId, Series>;
    return { at, values };
  }
}

/** Four digits are more than a plot shows, and a third of the bytes. */
function short(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
