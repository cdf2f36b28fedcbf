import { mount, unmount } from 'svelte';
import type { ProfileView } from '#lib/discussion/people/profile-view.ts';
import { callApi } from '#lib/http/api/api-client.ts';
import { placeCard } from './place-card.ts';
import ProfileCard from './ProfileCard.svelte';

/** Milliseconds in which the pointer may cross from the name to the card. */
const CLOSES_AFTER = 250;

/** At most one card is open. */
let open: { link: HTMLElement; close: () => void } | null = null;
/** The name whose card the reader has closed, until they leave it: the focus that returns to it opens none. */
let dismissed: HTMLElement | null = null;

/** Opens the card of a name, unless it can't be loaded or the reader has moved on by then. */
export async function openCard(link: HTMLAnchorElement, left: AbortSignal): Promise<void> {
  const isHere = () => link.isConnected && !left.aborted && link.matches(':hover, :focus');
  if (open?.link === link || dismissed === link) return;
  const name = link.pathname.split('/').at(-1)!;
  const person = await callApi<ProfileView>('GET', `/people/${name}`).catch(() => null);
  if (!person || !isHere()) return;
  open?.close();
  const own = link.closest('.own-comment') !== null;
  const component = mount(ProfileCard, { target: document.body, props: { person, own } });
  const card = document.body.lastElementChild as HTMLElement;
  card.showPopover();
  place(card, link);
  const closing = new AbortController();
  const close = () => {
    closing.abort();
    open = null;
    void unmount(component);
  };
  open = { link, close };
  keepWhileUsed(link, card, { close, signal: closing.signal });
  left.addEventListener('abort', close, { signal: closing.signal });
}

/** It scrolls with the page. */
function place(card: HTMLElement, link: HTMLElement): void {
  const { top, left } = placeCard(link.getBoundingClientRect(), card.getBoundingClientRect(), {
    width: document.documentElement.clientWidth,
    height: innerHeight,
  });
  card.style.top = `${top + scrollY}px`;
  card.style.left = `${left + scrollX}px`;
}

interface Closing {
  close: () => void;
  /** Aborted by it. */
  signal: AbortSignal;
}

/** Closes the card by Escape, and a moment after neither pointer nor focus is on the name or the card. */
function keepWhileUsed(link: HTMLElement, card: HTMLElement, { close, signal }: Closing): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isUsed = () => [link, card].some((element) => element.matches(':hover, :focus, :focus-within'));
  const check = () => {
    clearTimeout(timer);
    timer = setTimeout(() => !isUsed() && close(), CLOSES_AFTER);
  };
  for (const element of [link, card])
    for (const kind of ['pointerleave', 'focusout'] as const)
      element.addEventListener(kind, check, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  document.addEventListener('keydown', (event) => pressed(event, link, card, close), {
    signal,
    capture: true,
  });
}

function dismiss(link: HTMLElement): void {
  dismissed = link;
  const forget = () => (dismissed = null);
  for (const kind of ['pointerleave', 'focusout'] as const)
    link.addEventListener(kind, forget, { once: true });
}

const CONTROLS = 'a[href], button:not(:disabled), select, input';

/** The card is at the end of the document. For the keyboard its controls follow the name. */
function pressed(event: KeyboardEvent, link: HTMLElement, card: HTMLElement, close: () => void): void {
  const isInside = card.contains(document.activeElement);
  if (event.key === 'Escape') {
    // What it closes elsewhere stays open.
    event.stopPropagation();
    if (isInside) link.focus();
    if (link.matches(':hover, :focus')) dismiss(link);
    return close();
  }
  if (event.key !== 'Tab') return;
  const controls = [...card.querySelectorAll<HTMLElement>(CONTROLS)].filter((control) =>
    control.checkVisibility(),
  );
  const [first, last] = [controls[0], controls.at(-1)];
  if (first && !event.shiftKey && document.activeElement === link) {
    event.preventDefault();
    first.focus();
  } else if (isInside && document.activeElement === (event.shiftKey ? first : last)) {
    // Tab then goes on from the name.
    if (event.shiftKey) event.preventDefault();
    link.focus();
  }
}
