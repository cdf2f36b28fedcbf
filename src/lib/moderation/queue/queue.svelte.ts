import type { CaseChanged, QueueItem } from '#lib/live/events.ts';
import { compareCases, fitsQueue, type QueueView } from './queue-order.ts';

export interface QueueEntry {
  item: QueueItem;
  /** Why it will leave the list; null if it stays. */
  gone: string | null;
}

/**
 * A page of the queue, updated by live messages. While the moderator points at the list or has the focus in it (`busy`),
 * no row moves: rows are updated in place, decided cases stay greyed out, and new cases wait until `settle`.
 */
export class LiveQueue {
  entries = $state<QueueEntry[]>([]);
  /** New cases that belong on this page. */
  waiting = $state<QueueItem[]>([]);
  #busy = false;
  #view: QueueView = { filter: 'all', reason: undefined, me: '' };
  /** The first and last case of the page as loaded. Cases outside belong on other pages; null: no limit. */
  #from: QueueItem | null = null;
  #to: QueueItem | null = null;

  /** Starts from a page that the server rendered. */
  load(page: { items: QueueItem[]; next: string | null; cursor: string | undefined }, view: QueueView): void {
    this.entries = page.items.map((item) => ({ item, gone: null }));
    this.waiting = [];
    this.#view = view;
    this.#from = page.cursor ? (page.items[0] ?? null) : null;
    this.#to = page.next ? (page.items.at(-1) ?? null) : null;
  }

  set busy(busy: boolean) {
    this.#busy = busy;
    if (!busy) this.settle();
  }

  apply({ case: id, item, what, by }: CaseChanged): void {
    const entry = this.entries.find((each) => each.item.id === id);
    const stays = item !== null && fitsQueue(item, this.#view);
    if (entry && stays && item.version >= entry.item.version) Object.assign(entry, { item, gone: null });
    else if (entry && !stays) entry.gone = what === 'decided' && by ? `Decided by ${by}` : 'Left this list';
    else if (!entry) {
      const others = this.waiting.filter((each) => each.id !== id);
      this.waiting = stays && this.#belongsHere(item) ? [...others, item] : others;
    }
    if (!this.#busy) this.settle();
  }

  /** Removes the cases that left, inserts the waiting ones, and sorts. */
  settle(): void {
    const waited = this.waiting.map((item) => ({ item, gone: null }));
    const stay = this.entries.filter(({ gone }) => gone === null);
    if (waited.length === 0 && stay.length === this.entries.length && inOrder(stay)) return;
    this.entries = [...stay, ...waited].sort((a, b) => compareCases(a.item, b.item));
    this.waiting = [];
  }

  #belongsHere(item: QueueItem): boolean {
    const tooEarly = this.#from !== null && compareCases(item, this.#from) < 0;
    const tooLate = this.#to !== null && compareCases(item, this.#to) > 0;
    return !tooEarly && !tooLate;
  }
}

function inOrder(entries: QueueEntry[]): boolean {
  return entries.every(({ item }, i) => i === 0 || compareCases(entries[i - 1]!.item, item) <= 0);
}
