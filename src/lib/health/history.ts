import { MEASURE_IDS, type MeasureId } from './measure.ts';
import { sampleOf, type Sample, type Scrape } from './sample.ts';

/** Samples of one measure, oldest first; null without a measurement. */
export type Series = (number | null)[];

export class History {
  readonly #maxSamples: number;
  #last: Scrape | null = null;
  #samples: { at: number; sample: Sample }[] = [];

  constructor(maxSamples: number) {
    this.#maxSamples = maxSamples;
  }

  /** The first scrape makes no sample, which needs a difference. */
  add(scrape: Scrape): void {
    const last = this.#last;
    this.#last = scrape;
    if (!last || scrape.at <= last.at) return;
    this.#samples.push({ at: scrape.at, sample: sampleOf(last, scrape) });
    if (this.#samples.length > this.#maxSamples) this.#samples.shift();
  }

  /** `at`: times of the samples, in milliseconds since 1970. */
  series(): { at: number[]; values: Record<MeasureId, Series> } {
    const at = this.#samples.map((each) => Math.round(each.at));
    const values = Object.fromEntries(
      MEASURE_IDS.map((id) => [id, this.#samples.map(({ sample }) => short(sample[id]))]),
    ) as Record<MeasureId, Series>;
    return { at, values };
  }
}

/** Four digits are enough for a plot, and a third of the bytes. */
function short(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
