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

/** A page of the comments on a block, as the API sends it. */
export interface FoundComments {
  items: CommentView[];
  next: string | null;
  /** On all pages. */
  count: number;
  version: number;
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
  /** By the comment that they are below: those loaded, then those that arrived since. Absent: not opened. */
  replies = $state.raw<ReadonlyMap<string, CommentView[]>>(new Map());
  /** The cursor of older ones. */
  next = $state<string | null>(null);
  /** How many are older. */
  #older = $state(0);
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

  /** With those that aren't loaded. */
  get count(): number {
    return this.items.length + this.#older;
  }

  get address(): string {
    return `${encodeURIComponent(this.section)}.${this.block}`;
  }

  /** In another version this block is another text. */
  show({ items, next, count, version }: FoundComments): void {
    if (version !== this.version) return void (this.state = 'edited');
    this.next = next;
    this.#older = count - items.length;
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

  /** At the end, so that nothing moves. */
  showOlder({ items, next, version }: FoundComments): void {
    if (version !== this.version) return void (this.state = 'edited');
    const known = new Set(this.items.map(({ id }) => id));
    const older = items.filter(({ id }) => !known.has(id));
    this.items = [...this.items, ...older];
    this.next = next;
    this.#older = next === null ? 0 : Math.max(this.#older - items.length, 1);
    this.state = 'loaded';
  }

  showReplies(id: string, loaded: CommentView[]): void {
    const known = new Set(loaded.map((reply) => reply.id));
    const since = this.replies.get(id)?.filter((reply) => !known.has(reply.id)) ?? [];
    this.#setReplies(id, [...loaded.filter(isShown), ...since]);
  }

  hideReplies(id: string): void {
    this.replies = new Map([...this.replies].filter(([each]) => each !== id));
  }

  /** A comment has arrived or changed. */
  hear(comment: CommentView): void {
    if (comment.parentId !== null) this.#hearReply(comment);
    const known = this.items.some(({ id }) => id === comment.id);
    if (known && !isShown(comment)) this.items = this.items.filter(({ id }) => id !== comment.id);
    else if (known)
      this.items = this.items.map((each) =>
        each.id === comment.id ? { mine: each.mine, ...comment } : each,
      );
    else if (isShown(comment) && this.#isHere(comment)) {
      if (!this.firstOther && this.#isOnPressed(comment)) this.#first = new Set([...this.#first, comment.id]);
      this.items = [...this.items, comment];
    }
  }

  #hearReply(reply: CommentView): void {
    const parent = this.items.find(({ id }) => id === reply.parentId);
    // Not counted yet. A change of an old one has a later seq than its creation.
    if (parent && isShown(reply) && reply.seq === reply.born && reply.born > parent.seq) {
      this.items = this.items.map((item) =>
        item === parent ? { ...item, replies: item.replies + 1, seq: reply.born } : item,
      );
    }
    for (const [id, replies] of this.replies) {
      const others = replies.filter((each) => each.id !== reply.id);
      const isKnown = others.length < replies.length;
      const isBelow = id === reply.parentId || replies.some((each) => each.id === reply.parentId);
      if (isKnown && !isShown(reply)) this.#setReplies(id, others);
      else if (isKnown)
        this.#setReplies(
          id,
          replies.map((each) => (each.id === reply.id ? reply : each)),
        );
      else if (isBelow && isShown(reply)) this.#setReplies(id, [...replies, reply]);
    }
  }

  #setReplies(id: string, replies: CommentView[]): void {
    this.replies = new Map(this.replies).set(id, replies);
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

/** Readers may see its text. */
const isShown = ({ status, html }: CommentView): boolean => status === 'visible' && html !== null;
