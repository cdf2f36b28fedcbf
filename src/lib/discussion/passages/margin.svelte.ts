import type { CommentView } from '#lib/live/events.ts';
import type { Place } from '#lib/passages/anchor.ts';
import { placeIn } from './place-of.ts';

/** The comments on one block of the verdict, as the margin shows them. */
export class Margin {
  readonly section: string;
  readonly block: number;
  /** Of the verdict, as the page shows it. */
  readonly version: number;
  readonly #blocksOf: (place: Place) => number[];
  /** In the order of the text; those that arrive later at the end, so that nothing moves. */
  items = $state.raw<CommentView[]>([]);
  state = $state<'loading' | 'loaded' | 'edited' | 'failed'>('loading');

  /** `blocksOf`: the blocks that a passage of the section is in. */
  constructor(
    { section, block }: Pick<Place, 'section' | 'block'>,
    version: number,
    blocksOf = (place: Place) => [place.block],
  ) {
    this.section = section;
    this.block = block;
    this.version = version;
    this.#blocksOf = blocksOf;
  }

  get address(): string {
    return `${encodeURIComponent(this.section)}.${this.block}`;
  }

  /** In another version this block is another text. */
  show({ items, version }: { items: CommentView[]; version: number }): void {
    if (version !== this.version) return void (this.state = 'edited');
    const ids = new Set(items.map(({ id }) => id));
    this.items = [...items, ...this.items.filter(({ id }) => !ids.has(id))];
    this.state = 'loaded';
  }

  /** A comment has arrived or changed. */
  hear(comment: CommentView): void {
    const known = this.items.some(({ id }) => id === comment.id);
    const isGone = comment.status !== 'visible' || comment.html === null;
    if (known && isGone) this.items = this.items.filter(({ id }) => id !== comment.id);
    else if (known) this.items = this.items.map((each) => (each.id === comment.id ? comment : each));
    else if (!isGone && this.#isHere(comment)) this.items = [...this.items, comment];
  }

  #isHere({ anchor }: CommentView): boolean {
    const place = placeIn(this.version, anchor);
    return place !== null && place.section === this.section && this.#blocksOf(place).includes(this.block);
  }
}
