import { callApi } from '#lib/http/api/api-client.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { messageOf } from '#lib/discussion/drafts/message-of.ts';
import { hasPeeked, rememberPeek } from './peeked.ts';

/** setTimeout takes no more. */
const MAX_DELAY = 2 ** 31 - 1;

/** Shows tallies that the page hides (ClaimVote): to those who ask or have asked for them, and when their time is over. */
export function followBlind(discussion: Discussion, signal: AbortSignal): void {
  const { slug } = discussion;
  // Asked by the plain form, before this code was there.
  if (new URLSearchParams(location.search).get('votes') === 'shown') rememberPeek(slug);
  const hidden = document.querySelector<HTMLElement>('[data-blind]');
  if (!hidden) return;
  let isShown = $state(hasPeeked(slug));

  const left = Math.max(0, Date.parse(hidden.dataset.blind!) - Date.now());
  const timer = setTimeout(() => (isShown = true), Math.min(left, MAX_DELAY));

  // The account learns what its reader saw before they signed in, too: a later vote isn't blind.
  const save = async () => {
    const { viewer, mine } = discussion;
    if (viewer && !(mine?.viewer.username === viewer.username && mine.peeked))
      await callApi('POST', `/verdicts/${slug}/peek`);
  };
  const ask = async (form: HTMLFormElement) => {
    try {
      await save();
      rememberPeek(slug);
      isShown = true;
      // The button goes.
      document.querySelector<HTMLElement>('#classification .side')?.focus();
    } catch (fault) {
      form.querySelector('span')!.textContent = messageOf(fault);
    }
  };
  const onSubmit = (event: Event) => {
    const target = event.target as HTMLFormElement;
    if (!discussion.viewer && hasPeeked(slug)) carryPeek(target, slug);
    const form = target.closest<HTMLFormElement>('.peek');
    if (!form) return;
    event.preventDefault();
    void ask(form);
  };
  document.addEventListener('submit', onSubmit, { signal });

  const stop = $effect.root(() => {
    $effect(() => {
      if (hasPeeked(slug) && discussion.mine) save().catch(() => {});
    });
    $effect(() => {
      hidden.toggleAttribute('data-shown', isShown || discussion.mine?.peeked === true);
    });
  });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    stop();
  });
}

/** Signed out, a vote is kept through sign-in and cast before this page is there again: it says what was seen. */
function carryPeek(form: HTMLFormElement, slug: string): void {
  if (!form.matches('.claim-vote form') || form.elements.namedItem('peeked')) return;
  const field = document.createElement('input');
  Object.assign(field, { type: 'hidden', name: 'peeked', value: slug });
  form.append(field);
}
