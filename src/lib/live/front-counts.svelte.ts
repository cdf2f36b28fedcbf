import { SvelteMap } from 'svelte/reactivity';
import { LiveConnection, type ConnectionState } from './connection.svelte.ts';
import type { FrontCount } from './events.ts';
import { mergeFrontCount } from './latest.ts';

/** The front page's counts as they move. Made by the page, opened when mounted, closed when it goes. */
export class FrontCounts {
  /** What has moved since the page was rendered, by slug. */
  readonly counts = new SvelteMap<string, FrontCount>();
  readonly #connection = new LiveConnection({
    listen: (socket) => {
      socket.on('verdicts:changed', ({ verdicts }) => verdicts.forEach((count) => this.#take(count)));
    },
    onLive: (socket) => socket.emit('verdict:watch', { verdict: null }, () => {}),
  });

  get state(): ConnectionState {
    return this.#connection.state;
  }

  open(): Promise<void> {
    return this.#connection.open();
  }

  close(): void {
    this.#connection.close();
  }

  #take(news: FrontCount): void {
    this.counts.set(news.slug, mergeFrontCount(this.counts.get(news.slug) ?? { slug: news.slug }, news));
  }
}
