import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';

const OFFER = 'Did a comment change your mind? Say so under “More” at the ';

/** Offers, below a vote that the reader has just changed, to say which comment changed their mind. */
export function offerCredit(discussion: Discussion, signal: AbortSignal): void {
  /** Of each claim, by the account that is signed in. */
  const sides = new Map<string, Stance>();
  let account: string | undefined;
  let offer: HTMLElement | undefined;
  const stop = $effect.root(() => {
    $effect(() => {
      const { tallies, mine } = discussion;
      if (mine?.viewer.username !== account) sides.clear();
      account = mine?.viewer.username;
      for (const [id, { mine: side }] of tallies.claims) {
        if (!account || !side) continue;
        const before = sides.get(id);
        sides.set(id, side);
        if (!before || before === side) continue;
        offer?.remove();
        offer = offerAt(id);
      }
    });
  });
  signal.addEventListener('abort', () => {
    stop();
    offer?.remove();
  });
}

function offerAt(claim: string): HTMLElement {
  const offer = document.createElement('p');
  offer.className = 'credit-offer';
  offer.role = 'status';
  const link = document.createElement('a');
  link.href = '#discussion';
  link.textContent = 'comment';
  document.getElementById(`claim-${claim}`)?.after(offer);
  // A live region says what is added to it.
  setTimeout(() => offer.append(OFFER, link, '.'), 0);
  return offer;
}
