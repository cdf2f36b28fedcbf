import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';

/** Marks what the reader's notices are about as it is seen, and folds the people whom they block. */
export function followMine(list: HTMLElement, discussion: Discussion, signal: AbortSignal): void {
  const stop = $effect.root(() => {
    $effect(() => {
      const { unread = 0, blocked = [] } = discussion.mine ?? {};
      const over = new AbortController();
      const until = over.signal;
      const ignore = () => {};
      if (unread > 0)
        void import('./mark-seen.ts').then(({ markSeen }) => markSeen(discussion.slug, until)).catch(ignore);
      if (blocked.length > 0)
        void import('#lib/discussion/blocked/fold-comments.ts')
          .then(({ foldComments }) => {
            if (until.aborted) return;
            const unfold = foldComments(list, blocked);
            until.addEventListener('abort', unfold);
          })
          .catch(ignore);
      return () => over.abort();
    });
  });
  signal.addEventListener('abort', stop);
}
