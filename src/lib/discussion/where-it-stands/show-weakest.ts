import { elementOf, type UnseenChanges } from '#lib/discussion/unseen/unseen-changes.ts';
import { WEAKEST_MARK } from '#lib/verdicts/weakest-link/mark-weakest.ts';

/** Moves the mark to this claim, above its vote, or removes it, once nobody sees it. */
export function showWeakest(claim: string | null, unseen: UnseenChanges, signal: AbortSignal): void {
  unseen.add('weakest', () => {
    const shown = document.querySelector('.weakest');
    const vote = claim === null ? null : document.getElementById(`claim-${claim}`);
    // In the article, the vote is in a box of its own.
    const place = vote?.closest(':is(.assumption, .row-claim) > div') ?? vote;
    if (place ? place.previousElementSibling?.matches('.weakest') : !shown) return null;
    return () => {
      const { parentNode, nextSibling } = shown ?? {};
      shown?.remove();
      const line = place && elementOf(WEAKEST_MARK);
      if (line) {
        place.before(line);
        signal.addEventListener('abort', () => line.remove());
      }
      return () => {
        line?.remove();
        if (shown) parentNode!.insertBefore(shown, nextSibling!);
      };
    };
  });
}
