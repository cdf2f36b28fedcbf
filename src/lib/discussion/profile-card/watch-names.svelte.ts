/** Milliseconds: a pointer that only passes opens nothing. */
const OPENS_AFTER = 400;

/**
 * Opens the card of a person when the pointer rests on their name, or the keyboard's focus does. The card's code is
 * loaded then. A finger follows the link instead.
 */
export function watchNames(list: HTMLElement, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (target: EventTarget | null) => {
    const link = (target as Element).closest<HTMLAnchorElement>('.name[href]');
    clearTimeout(timer);
    if (link) timer = setTimeout(() => void open(link, signal), OPENS_AFTER);
  };
  const stop = () => clearTimeout(timer);
  const on = <Kind extends keyof HTMLElementEventMap>(
    kind: Kind,
    act: (event: HTMLElementEventMap[Kind]) => void,
  ) => list.addEventListener(kind, act, { signal });
  on('pointerover', ({ pointerType, target }) => pointerType !== 'touch' && wait(target));
  on('pointerout', stop);
  on('focusin', ({ target }) => (target as Element).matches(':focus-visible') && wait(target));
  on('focusout', stop);
  on('click', stop);
  signal.addEventListener('abort', stop);
}

async function open(link: HTMLAnchorElement, signal: AbortSignal): Promise<void> {
  // Without a connection there is no card, and the link still leads to the page.
  const loaded = await import('./open-card.svelte.ts').catch(() => null);
  await loaded?.openCard(link, signal);
}
