import { SvelteMap } from 'svelte/reactivity';
import type { LiveConnection } from './connection.svelte.ts';
import type { FrontCount } from './events.ts';
import { mergeFrontCount } from './latest.ts';

/** The front page's counts that have changed since the page was rendered, by slug. */
export class FrontCounts extends SvelteMap<string, FrontCount> {
  /** Follows the counts until the returned function is called. */
  follow(connection: LiveConnection): () => void {
    const onChanged = ({ verdicts }: { verdicts: FrontCount[] }) => {
      for (const count of verdicts)
        this.set(count.slug, mergeFrontCount(this.get(count.slug) ?? { slug: count.slug }, count));
    };
    return connection.watch(null, { 'verdicts:changed': onChanged }, () => {});
  }
}
