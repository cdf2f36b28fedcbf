import type { CaseChanged, QueueItem } from '#lib/live/events.ts';
import { compareCases, fitsQueue, type QueueView } from './queue-order.ts';

export interface QueueEntry {
  item: QueueItem;
  /** Why it will leave the list; null while it stays. */
  gone: string | null;
}

/**
 * A page of the queue as it lives. What comes in is taken in at once, unless somebody points at the list or works in
 * it (`busy`): then rows change only in what they say, what was decided stays as a shadow of itself, and new cases
 * wait to be counted in. Nothing moves under the pointer.
 */
export class LiveQueue {
  entries = $state<QueueEntry[]>([]);
  /** New cases that belong on this page. */
  waiting = $state<QueueItem[]>([]);
  #busy = false;
  #asked: QueueView = { filter: 'all', reason: undefined, me: '' };
  /** Cases outside of these two belong on other pages. */
  #from: QueueItem | null = null;
  #to: QueueItem | null = null;

  /** Takes over a page as the server rendered it. */
  load(
    page: { items: QueueItem[]; next: string | null; cursor: string | undefined },
    asked: QueueView,
  ): void {
    this.entries = page.items.map((item) => ({ item, gone: null }));
    this.waiting = [];
    this.#asked = asked;
    this.#from = page.cursor ? (page.items[0] ?? null) : null;
    this.#to = page.next ? (page.items.at(-1) ?? null) : null;
  }

  set busy(busy: boolean) {
    this.#busy = busy;
    if (!busy) this.settle();
  }

  apply({ case: id, item, what, by }: CaseChanged): void {
    const entry = this.entries.find((each) => each.item.id === id);
    const stays = item !== null && fitsQueue(item, this.#asked);
    if (entry && stays && item.version >= entry.item.version) Object.assign(entry, { item, gone: null });
    else if (entry && !stays) entry.gone = what === 'decided' && by ? `Decided by ${by}` : 'Left this list';
    else if (!entry) {
      const others = this.waiting.filter((each) => each.id !== id);
      this.waiting = stays && this.#belongsHere(item) ? [...others, item] : others;
    }
    if (!this.#busy) this.settle();
  }

  /** Brings the list in order: what left leaves, what waited comes in. */
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
