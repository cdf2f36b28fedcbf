import type { CommentView } from '#lib/live/events.ts';
import type { Place } from '#lib/passages/anchor.ts';
import { blocksOf, overlap, type PieceLength } from '#lib/passages/marks/ranges.ts';
import { placeIn } from './place-of.ts';

type Block = Pick<Place, 'section' | 'block'>;

/** The page's text. */
interface Shown {
  version: number;
  /** Of the section (marks/ranges.ts). */
  blocks: PieceLength[][];
}

/** The comments on one block of the verdict, as the margin shows them. */
export class Margin {
  readonly section: string;
  readonly block: number;
  readonly version: number;
  readonly #blocks: PieceLength[][];
  /** What the reader pressed; null: the whole block. */
  readonly #pressed: Place | null;
  /** Those on what was pressed come first, the shortest passage before longer ones. */
  #first = $state.raw<ReadonlySet<string>>(new Set());
  /** Else in the order of the text; those that arrive later at the end, so that nothing moves. */
  items = $state.raw<CommentView[]>([]);
  state = $state<'loading' | 'loaded' | 'edited' | 'failed'>('loading');

  constructor(place: Place | Block, { version, blocks }: Shown) {
    this.section = place.section;
    this.block = place.block;
    this.version = version;
    this.#blocks = blocks;
    this.#pressed = 'start' in place ? place : null;
  }

  /** The first comment that isn't on what was pressed, if others are. */
  get firstOther(): string | undefined {
    return this.#first.size > 0 ? this.items.find(({ id }) => !this.#first.has(id))?.id : undefined;
  }

  get address(): string {
    return `${encodeURIComponent(this.section)}.${this.block}`;
  }

  /** In another version this block is another text. */
  show({ items, version }: { items: CommentView[]; version: number }): void {
    if (version !== this.version) return void (this.state = 'edited');
    const ids = new Set(items.map(({ id }) => id));
    const all = [...items, ...this.items.filter(({ id }) => !ids.has(id))];
    const first = all.filter((comment) => this.#isOnPressed(comment));
    const length = ({ anchor }: CommentView) => {
      const { start, end } = placeIn(this.version, anchor)!;
      return end - start;
    };
    this.#first = new Set(first.map(({ id }) => id));
    this.items = [
      ...first.toSorted((a, b) => length(a) - length(b)),
      ...all.filter(({ id }) => !this.#first.has(id)),
    ];
    this.state = 'loaded';
  }

  /** A comment has arrived or changed. */
  hear(comment: CommentView): void {
    const known = this.items.some(({ id }) => id === comment.id);
    const isGone = comment.status !== 'visible' || comment.html === null;
    if (known && isGone) this.items = this.items.filter(({ id }) => id !== comment.id);
    else if (known) this.items = this.items.map((each) => (each.id === comment.id ? comment : each));
    else if (!isGone && this.#isHere(comment)) {
      if (!this.firstOther && this.#isOnPressed(comment)) this.#first = new Set([...this.#first, comment.id]);
      this.items = [...this.items, comment];
    }
  }

  #isOnPressed({ anchor }: CommentView): boolean {
    const place = placeIn(this.version, anchor);
    if (!place || !this.#pressed || place.section !== this.section) return false;
    return overlap(this.#blocks, this.#pressed, place);
  }

  /** A part of this block is in its passage. */
  #isHere({ anchor }: CommentView): boolean {
    const place = placeIn(this.version, anchor);
    return place?.section === this.section && blocksOf(this.#blocks, place).includes(this.block);
  }
}
