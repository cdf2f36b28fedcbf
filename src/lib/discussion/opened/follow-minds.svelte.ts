import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { describeMinds } from '#lib/verdicts/page/minds-text.ts';

/** Updates the lines about changed minds below the verdict. A line that is new appears with the next page. */
export function followMinds(discussion: Discussion, signal: AbortSignal): void {
  const stop = $effect.root(() => {
    $effect(() => {
      for (const { id, minds } of discussion.tallies.claims.values()) {
        const line = minds && document.querySelector(`#minds-${id} span`);
        if (line) line.textContent = describeMinds(minds);
      }
    });
  });
  signal.addEventListener('abort', stop);
}
