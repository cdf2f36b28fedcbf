import { mount, tick, unmount, untrack } from 'svelte';
import { callApi } from '#lib/http/api/api-client.ts';
import type { CommentView } from '#lib/live/events.ts';
import { markup } from '#lib/ui/markup.ts';
import { pressedLetter } from '#lib/ui/keys/pressed-letter.svelte.ts';
import { Hold } from '#lib/discussion/deep-links/hold.ts';
import { reveal } from '#lib/discussion/deep-links/reveal.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { COUNTED_NEW, type NewComment, type NewComments } from './new-comments.ts';
import { placeToContinue, type Place, watchSections } from './continue-reading.svelte.ts';
import { ReadTracker } from './read-tracker.svelte.ts';
import { SavedPosition } from './saved-position.svelte.ts';
import { Walk } from './walk.ts';
import { watchSeen } from './watch-seen.ts';
import WhatsNewBar from './WhatsNewBar.svelte';

/** Milliseconds in which an arrived comment may be seen before it is marked as new. */
const MARK_AFTER = 400;

export interface ThreadOnPage {
  /** The element around all comments of the page. */
  list: HTMLElement;
  discussion: Discussion;
  /** Aborted when the reader leaves the page. */
  signal: AbortSignal;
}

export interface Start {
  /** How far this reader has read before; null: they haven't. */
  read: { seq: number; text: string; section: string | null } | null;
  /** The account that is signed in. */
  owner: string | null;
  /** There may be new comments that the page doesn't know: the server lists them. */
  ask: boolean;
}

/** The new comments of one reader on one page: marks, the bar, the keys n and p, and the position that is saved. */
export class WhatsNew {
  readonly saved: SavedPosition;
  readonly #page: ThreadOnPage;
  readonly #discussion: Discussion;
  readonly #tracker: ReadTracker;
  readonly #walk = new Walk();
  readonly #stop = new AbortController();
  readonly #seen = watchSeen((element) => this.#onSeen(element.id.slice('c-'.length)));
  #said = $state('');
  #held: Hold | undefined;

  constructor(page: ThreadOnPage, { read, owner, ask }: Start) {
    this.#page = page;
    const discussion = (this.#discussion = page.discussion);
    const { slug, startSeq } = discussion;
    const from = read?.seq ?? startSeq;
    const isKnown = !ask && discussion.newest <= startSeq;
    this.#tracker = new ReadTracker(from, isKnown ? Math.max(from, startSeq) : from, startSeq);
    this.saved = new SavedPosition(slug, { owner, seq: read?.seq ?? -1 });
    discussion.received.add(this.#onReceived);
    if (!isKnown) void this.#list(from);
    const { signal } = this.#stop;
    addEventListener('keydown', (event) => this.#pressed(event), { signal });
    addEventListener('pagehide', this.saved.flush, { signal });
    document.addEventListener('visibilitychange', this.saved.flush, { signal });
    this.#show(read?.text ?? '', placeToContinue(read?.section ?? null));
    watchSections((section) => this.saved.setSection(section), signal);
    this.#save();
  }

  stop(): void {
    this.#stop.abort();
    this.#seen.disconnect();
    this.#discussion.received.delete(this.#onReceived);
    this.saved.flush();
  }

  /** Read up to there in another tab, or on another device. */
  readElsewhere(seq: number): void {
    if (seq > this.saved.seq) this.#tracker.readElsewhere(seq);
  }

  #show(since: string, place: Place | null): void {
    const bar = mount(WhatsNewBar, {
      target: document.getElementById('main')!,
      props: {
        count: () => (this.#tracker.more ? COUNTED_NEW : this.#tracker.marked.size),
        said: () => this.#said,
        since,
        place,
        onnext: () => void this.#next(),
        onprevious: () => void this.#previous(),
        onread: () => this.#readAll(),
      },
    });
    const stopMarking = $effect.root(() => {
      $effect(() => {
        const { marked } = this.#tracker;
        untrack(() => this.#mark(marked));
      });
    });
    const added = new MutationObserver(() => this.#mark(this.#tracker.marked));
    added.observe(this.#page.list, { childList: true, subtree: true });
    this.#stop.signal.addEventListener('abort', () => {
      added.disconnect();
      stopMarking();
      this.#mark(new Map());
      void unmount(bar);
    });
  }

  /** Marks those that are on the page, and watches those that haven't been on the screen. */
  #mark(marked: ReadonlyMap<string, NewComment>): void {
    for (const node of this.#discussion.thread.all()) {
      const { id } = node.comment;
      if (marked.has(id) !== (node.mark !== null)) node.mark = marked.has(id) ? NEW : null;
    }
    for (const id of this.#tracker.unseen) {
      const element = elementOf(id);
      if (element) this.#seen.observe(element);
    }
  }

  async #list(since: number): Promise<void> {
    const { slug, thread } = this.#discussion;
    try {
      const path = `/verdicts/${slug}/new?since=${since}&sort=${thread.sort}`;
      this.#tracker.add(await callApi<NewComments>('GET', path));
      this.#save();
    } catch {
      // Nothing counts as read; the next visit asks again.
    }
  }

  readonly #onReceived = (comment: CommentView): void => {
    const { viewer, mine, thread } = this.#discussion;
    const author = comment.author?.username;
    if (comment.status !== 'visible') return this.#tracker.gone(comment.id);
    if (viewer && author && (author === viewer.username || mine?.blocked.includes(author))) return;
    const parent = comment.parentId === null ? undefined : thread.find(comment.parentId);
    const above = comment.parentId === null ? '' : parent ? this.#pathOf(parent.comment) : UNKNOWN_THREAD;
    const arrived = { id: comment.id, path: above + hex(comment.born) };
    this.#tracker.arrived(arrived);
    setTimeout(() => this.#tracker.markArrived(arrived), MARK_AFTER);
  };

  #pathOf(comment: CommentView): string {
    const node = this.#discussion.thread.find(comment.id);
    const chain = node ? this.#discussion.thread.chain(node).toReversed() : [];
    return chain.map((each) => hex(each.comment.born)).join('');
  }

  #onSeen(id: string): void {
    this.#tracker.seen(id);
    this.#save();
  }

  #save(): void {
    this.saved.move(this.#tracker.position);
  }

  #readAll(): void {
    this.#tracker.readAll();
    this.#save();
    this.#said = 'All comments are marked as read.';
    document.getElementById('discussion')?.focus({ preventScroll: true });
  }

  #pressed(event: KeyboardEvent): void {
    const letter = pressedLetter(event);
    if (letter === 'n') void this.#next();
    if (letter === 'p') void this.#previous();
  }

  async #next(): Promise<void> {
    let to = this.#walk.next(this.#tracker.marked.values(), this.#roots());
    if (!to && this.#tracker.more) {
      await this.#list(this.#tracker.known);
      to = this.#walk.next(this.#tracker.marked.values(), this.#roots());
    }
    if (!to)
      this.#said = this.#tracker.marked.size > 0 ? 'That was the last new comment.' : 'Nothing is new.';
    else if (!(await this.#visit(to))) await this.#next();
  }

  async #previous(): Promise<void> {
    const to = this.#walk.previous(this.#tracker.marked.values(), this.#roots());
    if (!to) this.#said = 'There is no new comment before this one.';
    else await this.#visit(to);
  }

  /** The page's top-level comments from the top. Those that wait are shown there. */
  #roots(): string[] {
    const { waiting, roots, sort } = this.#discussion.thread;
    const shown = sort === 'oldest' ? [...roots, ...waiting] : [...waiting, ...roots];
    return shown.map(({ comment }) => hex(comment.born));
  }

  /** @returns false if it is gone */
  async #visit({ id }: NewComment): Promise<boolean> {
    const isThere = await reveal(id, this.#discussion, !new URLSearchParams(location.search).has('comment'));
    if (isThere === 'elsewhere') location.assign(`?comment=${id}#c-${id}`);
    if (!isThere) this.#tracker.gone(id);
    if (isThere !== true) return isThere === 'elsewhere';
    await tick();
    const element = elementOf(id);
    if (!element) return true;
    this.#held?.release();
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    this.#held = new Hold(element.id, innerHeight / 4);
    this.#said = `${this.#walk.visited} of ${this.#tracker.marked.size}`;
    this.#onSeen(id);
    return true;
  }
}

const NEW = markup`<span class=new>New</span>`;

/** Sorts after every other: its thread isn't on the page. */
const UNKNOWN_THREAD = 'ffffffff';

const elementOf = (id: string) => document.getElementById(`c-${id}`);

const hex = (seq: number): string => seq.toString(16).padStart(8, '0');
