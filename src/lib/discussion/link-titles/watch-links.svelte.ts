import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import type { LinkTitler } from './link-titler.svelte.ts';

/** Milliseconds: several comments that arrive together are one search. */
const SETTLES_AFTER = 100;

/** Links in comments to our own verdicts and comments get titles. The code is loaded with the first such link. */
export function watchLinks(list: HTMLElement, discussion: Discussion, signal: AbortSignal): void {
  const links = `.body a[href^="${location.origin}/v/"]`;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let titler: LinkTitler | null = null;
  const search = async () => {
    const found = [...list.querySelectorAll<HTMLAnchorElement>(links)];
    if (found.length > 0)
      titler ??= await import('./link-titler.svelte.ts').then(
        (loaded) => new loaded.LinkTitler(discussion, signal),
        () => null,
      );
    if (!signal.aborted) titler?.update(found);
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void search(), SETTLES_AFTER);
  };
  const observer = new MutationObserver(changed);
  observer.observe(list, { childList: true, subtree: true, characterData: true });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(timer);
  });
  changed();
}
