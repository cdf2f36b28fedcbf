import { tick } from 'svelte';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { Hold } from './hold.ts';
import { reveal } from './reveal.ts';

// Loaded with the first `#c-…` or `#s-…`: most readers come without.

interface Page {
  discussion: Discussion;
  /** Resolves when comments may change. */
  ready: Promise<void>;
  /** Opens the comment's own page. */
  leaveTo: (comment: string) => void;
}

let page: Page | undefined;
let held: Hold | undefined;
/** By fragment, where the reader pressed the link that led away from it: Back returns there. */
const left = new Map<string, { id: string; top: number }>();
let pressed = false;

/** Shows what the fragment names. `isReturn`: the browser has restored how far the page was scrolled. */
export async function follow(from: Page, isReturn: boolean): Promise<void> {
  if (page?.discussion.slug !== from.discussion.slug) left.clear();
  page = from;
  document.addEventListener('click', press, true);
  held?.release();
  const { hash } = location;
  const place = pressed ? undefined : left.get(hash);
  pressed = false;
  if (place) held = new Hold(place.id, place.top);
  else if (!(isReturn && isShown(hash.slice(1)))) await land(hash.slice(1), from);
}

async function land(id: string, { discussion, ready, leaveTo }: Page): Promise<void> {
  const hold = (held = new Hold(id, null));
  await ready;
  if (held !== hold) return;
  const comment = /^c-([0-9a-f-]{36})$/.exec(id)?.[1];
  if (comment && (await reveal(comment, discussion)) !== true && !isOnOwnPage(comment))
    return leaveTo(comment);
  await tick();
  if (hold.isReleased) return;
  hold.put();
  if (comment) show(document.getElementById(id));
}

/** Its own page says what happened to a comment that is gone. */
const isOnOwnPage = (comment: string) => new URLSearchParams(location.search).get('comment') === comment;

const isShown = (id: string) => (document.getElementById(id)?.getClientRects().length ?? 0) > 0;

function show(element: HTMLElement | null): void {
  // A tall text that is folded.
  const fold = element?.querySelector<HTMLDetailsElement>('details.unfold');
  if (fold) fold.open = true;
  if (!element || document.activeElement instanceof HTMLTextAreaElement) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

function press(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href*="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.pathname + link.search !== location.pathname + location.search) return;
  const around = link.closest('article, section');
  if (around?.id) left.set(location.hash, { id: around.id, top: around.getBoundingClientRect().top });
  pressed = true;
  // The same fragment again changes nothing, so the browser sends no event.
  if (link.hash === location.hash) dispatchEvent(new HashChangeEvent('hashchange'));
}
