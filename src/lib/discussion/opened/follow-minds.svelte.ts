import type { Change, UnseenChanges } from '#lib/discussion/unseen/unseen-changes.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import type { ClaimState } from '#lib/discussion/thread/tallies.svelte.ts';
import { mindsMarkup } from '#lib/verdicts/page/minds-text.ts';

/** Updates the lines about changed minds below the verdict, which a page that hides votes doesn't have. */
export function followMinds(discussion: Discussion, unseen: UnseenChanges, signal: AbortSignal): void {
  const stop = $effect.root(() => {
    const lines = $derived(mindsMarkup([...discussion.tallies.claims.values()].filter(isLabelled)));
    $effect(() => {
      const html = lines;
      unseen.add('minds', () => showMinds(html));
    });
  });
  signal.addEventListener('abort', stop);
}

function showMinds(html: string): ReturnType<Change> {
  const lines = document.getElementById('minds');
  const next = document.createElement('template');
  next.innerHTML = html;
  if (!lines || next.innerHTML === lines.innerHTML) return null;
  const before = [...lines.childNodes];
  return () => {
    lines.replaceChildren(next.content);
    return () => lines.replaceChildren(...before);
  };
}

type Labelled = ClaimState & Required<Pick<ClaimState, 'kind' | 'label'>>;

const isLabelled = (claim: ClaimState): claim is Labelled =>
  claim.kind !== undefined && claim.label !== undefined;
