import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import type { Tallies } from '#lib/discussion/thread/tallies.svelte.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';

const OFFER = ['Did a ', 'comment', ' change your mind? Press “More” there, then “This changed my mind”.'];

/** Offers, below the control of a vote that the reader has just changed, to say which comment changed their mind. */
export function offerCredit(discussion: Discussion, signal: AbortSignal): void {
  /** Of each claim, by the account that is signed in. */
  const sides = new Map<string, Stance>();
  let account: string | undefined;
  let offer: HTMLElement | undefined;
  /** A claim may have several: see VoteBar. */
  let used: Element | null = null;
  const onSubmit = (event: Event) => (used = (event.target as Element).closest('.claim-vote'));
  document.addEventListener('submit', onSubmit, { signal, capture: true });
  const stop = $effect.root(() => {
    $effect(() => {
      const { tallies, mine } = discussion;
      if (mine?.viewer.username !== account) sides.clear();
      account = mine?.viewer.username;
      const changed = account && changedClaim(sides, tallies);
      if (!changed) return;
      offer?.remove();
      offer = offerAt(placeOf(changed, used));
    });
  });
  signal.addEventListener('abort', () => {
    stop();
    offer?.remove();
  });
}

/** The claim on which the reader's saved vote is for the other side now; `sides`: as saved before, brought up to date. */
export function changedClaim(sides: Map<string, Stance>, tallies: Tallies): string | undefined {
  let changed: string | undefined;
  for (const [id, claim] of tallies.claims) {
    const isSaved = tallies.isNews({ kind: 'vote', id, tally: { ...claim, counted: Infinity } });
    if (!claim.mine || !isSaved) continue;
    const before = sides.get(id);
    sides.set(id, claim.mine);
    if (before && before !== claim.mine) changed = id;
  }
  return changed;
}

function placeOf(claim: string, used: Element | null): Element | null {
  if (used?.querySelector<HTMLInputElement>('[name=claim]')?.value === claim) return used;
  return document.getElementById(`claim-${claim}`);
}

function offerAt(place: Element | null): HTMLElement {
  const offer = document.createElement('p');
  offer.className = 'credit-offer';
  offer.role = 'status';
  const link = document.createElement('a');
  link.href = '#discussion';
  link.textContent = OFFER[1]!;
  (place?.closest('.vote-bar > div') ?? place)?.after(offer);
  // A live region says what is added to it.
  setTimeout(() => offer.append(OFFER[0]!, link, OFFER[2]!), 0);
  return offer;
}
