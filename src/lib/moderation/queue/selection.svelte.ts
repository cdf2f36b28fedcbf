import { SvelteSet } from 'svelte/reactivity';
import type { LiveQueue } from './queue.svelte.ts';

/** The cases selected for a bulk decision. Appeals and cases that are leaving the list can't be selected. */
export class CaseSelection {
  readonly #ids = new SvelteSet<string>();
  readonly #queue: LiveQueue;
  readonly #selectable = $derived.by(() =>
    this.#queue.entries.filter(({ item, gone }) => item.comment && item.kind !== 'appeal' && gone === null),
  );

  constructor(queue: LiveQueue) {
    this.#queue = queue;
  }

  get size(): number {
    return this.#ids.size;
  }

  get whole(): boolean {
    return this.#selectable.length > 0 && this.size === this.#selectable.length;
  }

  get partial(): boolean {
    return this.size > 0 && this.size < this.#selectable.length;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  select(id: string, on: boolean): void {
    if (on) this.#ids.add(id);
    else this.#ids.delete(id);
  }

  selectAll(on: boolean): void {
    for (const { item } of this.#selectable) this.select(item.id, on);
  }

  clear(): void {
    this.#ids.clear();
  }
}
