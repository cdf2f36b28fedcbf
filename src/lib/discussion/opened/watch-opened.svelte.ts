import { callApi } from '#lib/http/api/api-client.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';

/** Pixels of the comments that must be on the screen: the discussion counts as opened, see votes/minds. */
const ENOUGH = 120;

/** Says once for each account and verdict that the discussion was on the screen. */
export function watchOpened(list: HTMLElement, discussion: Discussion, signal: AbortSignal): void {
  let isOnScreen = $state(false);
  const observer = new IntersectionObserver(
    ([entry]) => {
      if (!entry!.isIntersecting) return;
      isOnScreen = true;
      observer.disconnect();
    },
    { rootMargin: `0px 0px -${ENOUGH}px` },
  );
  observer.observe(list);
  const said = new Set<string>();
  const stop = $effect.root(() => {
    $effect(() => {
      const { viewer, mine, slug } = discussion;
      if (!isOnScreen || !viewer || mine?.viewer.username !== viewer.username) return;
      if (mine.read?.opened || said.has(viewer.username)) return;
      said.add(viewer.username);
      // On a first visit, as far as WhatsNew says. If it fails, the next visit says it.
      const seq = mine.read?.seq ?? discussion.startSeq;
      callApi('PUT', `/verdicts/${slug}/read`, { seq, opened: true }).catch(() => {});
    });
  });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    stop();
  });
}
