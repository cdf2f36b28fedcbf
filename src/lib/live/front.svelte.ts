import { SvelteMap } from 'svelte/reactivity';
import { LiveConnection, type ConnectionState } from './connection.svelte.ts';
import type { ClaimTally, FrontCount } from './events.ts';

/** The front page's counts as they move. Made by the page, opened when mounted, closed when it goes. */
export class FrontLive {
  /** What has moved since the page was rendered, by slug. */
  readonly counts = new SvelteMap<string, Omit<FrontCount, 'slug'>>();
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

  #take({ slug, ...news }: FrontCount): void {
    const known = this.counts.get(slug);
    this.counts.set(slug, { ...known, ...news, claims: merged(known?.claims, news.claims) });
  }
}

function merged(known: ClaimTally[] = [], news: ClaimTally[] = []): ClaimTally[] {
  return [...new Map([...known, ...news].map((claim) => [claim.id, claim])).values()];
}
