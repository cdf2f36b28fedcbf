import { untrack } from 'svelte';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { localPosition, POSITIONS_KEY } from './local-positions.ts';
import { sinceText } from './since-text.ts';
import { WhatsNew, type Start, type ThreadOnPage } from './whats-new.svelte.ts';

/** Shows what is new to this reader, again for each account that signs in. */
export function startWhatsNew(page: ThreadOnPage): void {
  const { discussion, signal } = page;
  if (signal.aborted) return;
  let shown: { to: string; news: WhatsNew } | undefined;
  const stop = $effect.root(() => {
    $effect(() => {
      const { viewer, mine } = discussion;
      // The reader's own state is on its way.
      if (viewer && mine?.viewer.username !== viewer.username) return;
      const to = viewer?.username ?? '';
      untrack(() => {
        if (shown?.to === to) return shown.news.readElsewhere(mine?.read?.seq ?? -1);
        shown?.news.stop();
        shown = { to, news: new WhatsNew(page, startOf(discussion)) };
      });
    });
  });
  const onStored = ({ key }: StorageEvent) => {
    if (key === POSITIONS_KEY && shown?.to === '')
      shown.news.readElsewhere(localPosition(discussion.slug)?.seq ?? -1);
  };
  addEventListener('storage', onStored, { signal });
  signal.addEventListener('abort', () => {
    stop();
    shown?.news.stop();
  });
}

function startOf({ viewer, mine, slug, startSeq }: Discussion): Start {
  const known = viewer ? mine?.read : localPosition(slug);
  const read = known
    ? { seq: known.seq, section: known.section, text: sinceText(known.at, Date.now()) }
    : null;
  const count = viewer ? (mine?.read?.count ?? 0) : known && startSeq > known.seq ? 1 : 0;
  return { read, owner: viewer?.username ?? null, ask: count > 0 };
}
