import { creationSeq, type NewComment, type NewComments } from './new-comments.ts';

/** Which comments of one verdict are new to a reader, and how far that reader has read. */
export class ReadTracker {
  /** By id. Those from before stay marked while the page is open, or nothing could be looked up again. */
  marked = $state.raw<ReadonlyMap<string, NewComment>>(new Map());
  /** There are newer ones that aren't listed yet. */
  more = $state(false);
  /** Creation seqs of those that haven't been on the screen. */
  readonly #unseen = new Map<string, number>();
  /** Arrived while the page was open: marked until they have been on the screen. */
  readonly #live = new Set<string>();
  #read: number;
  /** Every comment created up to here is known. */
  #known: number;
  /** The newest that the page has heard of. */
  #newest: number;

  readonly #pageSeq: number;

  /** `read`: the reader's position. `known`: no comment up to here is new. `pageSeq`: when the page was rendered. */
  constructor(read: number, known: number, pageSeq: number) {
    this.#pageSeq = pageSeq;
    this.#read = read;
    this.#known = known;
    this.#newest = Math.max(read, known);
  }

  /** The next of what the server lists. */
  add({ items, upTo, more }: NewComments): void {
    for (const comment of items)
      if (this.#isUnread(comment)) this.#unseen.set(comment.id, creationSeq(comment.path));
    for (const { id, path } of items) if (creationSeq(path) > this.#pageSeq) this.#live.add(id);
    this.#mark(items.filter(({ id }) => this.#unseen.has(id)));
    this.#known = Math.max(this.#known, more ? upTo : Math.max(upTo, this.#newest));
    this.#newest = Math.max(this.#newest, upTo);
    this.more = more;
  }

  /** Someone else's comment. In order: all older ones have arrived. */
  arrived(comment: NewComment): void {
    const born = creationSeq(comment.path);
    if (born <= this.#newest) return;
    this.#newest = born;
    if (!this.more) this.#known = born;
    this.#unseen.set(comment.id, born);
    this.#live.add(comment.id);
  }

  /** Marks an arrived comment that is still unseen. */
  markArrived(comment: NewComment): void {
    if (this.#unseen.has(comment.id)) this.#mark([comment]);
  }

  /** It has been on the screen. */
  seen(id: string): void {
    this.#unseen.delete(id);
    if (this.#live.delete(id)) this.#unmark([id]);
  }

  /** Nothing is left of it to read. */
  gone(id: string): void {
    this.#unseen.delete(id);
    this.#unmark([id]);
  }

  isUnseen(id: string): boolean {
    return this.#unseen.has(id);
  }

  readAll(): void {
    this.#read = this.#known = this.#newest;
    this.#unseen.clear();
    this.marked = new Map();
    this.more = false;
  }

  /** The reader has read up to `seq` in another tab, or on another device. */
  readElsewhere(seq: number): void {
    if (seq <= this.position) return;
    this.#read = seq;
    const read = [...this.marked.values()].filter(({ path }) => creationSeq(path) <= seq).map(({ id }) => id);
    for (const id of read) this.#unseen.delete(id);
    this.#unmark(read);
  }

  /** Every comment created up to here has been read. */
  get position(): number {
    const oldest = Math.min(...this.#unseen.values());
    return Math.max(this.#read, Math.min(this.#known, oldest - 1));
  }

  /** Every comment created up to here is known. */
  get known(): number {
    return this.#known;
  }

  get unseen(): string[] {
    return [...this.#unseen.keys()];
  }

  #isUnread({ path }: NewComment): boolean {
    return creationSeq(path) > this.#read;
  }

  #mark(comments: NewComment[]): void {
    if (comments.length === 0) return;
    this.marked = new Map([...this.marked, ...comments.map((comment) => [comment.id, comment] as const)]);
  }

  #unmark(ids: string[]): void {
    const marked = new Map(this.marked);
    for (const id of ids) marked.delete(id);
    if (marked.size < this.marked.size) this.marked = marked;
  }
}
