import type { SiteMine } from '#lib/live/events.ts';
import { newNumber, type NewCount } from './new-comments.ts';

/** How many comments of each listed verdict are new to this reader. */
export class News {
  #counts = $state.raw<ReadonlyMap<string, number>>(new Map());
  /** Only the response to the last request is shown. */
  #requests = 0;

  constructor(counts: NewCount[]) {
    this.#set(counts);
  }

  /** "3", "99+"; undefined: none. */
  of(slug: string): string | undefined {
    const count = this.#counts.get(slug) ?? 0;
    return count > 0 ? newNumber(count) : undefined;
  }

  /** Null: signed out. */
  show(mine: SiteMine | null): void {
    this.#requests += 1;
    this.#set(mine?.news ?? []);
  }

  /** For a reader without an account. */
  async showLocal(slugs: string[]): Promise<void> {
    const request = (this.#requests += 1);
    try {
      const { countLocally } = await import('./count-locally.ts');
      const counts = await countLocally(slugs);
      if (request === this.#requests) this.#set(counts);
    } catch {
      // The next visit shows them.
    }
  }

  #set(counts: NewCount[]): void {
    this.#counts = new Map(counts.map(({ slug, count }) => [slug, count]));
  }
}
