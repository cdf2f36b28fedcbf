import { mount, unmount } from 'svelte';
import { callApi } from '#lib/http/api/api-client.ts';
import { foldComments } from '#lib/discussion/blocked/fold-comments.ts';
import type { CommentView } from '#lib/live/events.ts';
import type { Place } from '#lib/passages/anchor.ts';
import type { ThreadExtras } from '#lib/discussion/extras/start-extras.svelte.ts';
import { blockElements, idOf, linkBeside, piecesOf, placeOf, sectionOf } from './article-text.ts';
import { commentOn } from './comment-on.svelte.ts';
import { highlight, scrollToPassage } from './highlight.ts';
import { Margin, type FoundComments } from './margin.svelte.ts';
import PassageMargin from './PassageMargin.svelte';
import { offerReload } from './offer-reload.svelte.ts';
import { placeIn } from './place-of.ts';

/** What the reader pressed. `comment`: the quotation above it. */
export type Opening = { control: HTMLElement } & (
  { kind: 'comment'; comment: string } | { kind: 'block' } | { kind: 'mark' }
);

interface Page {
  thread: ThreadExtras;
  verdict: { slug: string; version: number };
  /** Aborted when the reader leaves the page. */
  signal: AbortSignal;
}

/** Below this width the contents aren't beside the article, and the comments are in a sheet (VerdictLayout.svelte). */
const NARROW = '(max-width: 62rem)';

/** The share of the window above the sheet. */
const UNCOVERED = 0.4;

let close: (() => void) | null = null;

/** Shows the comments on a passage beside it. Where there are none yet, the composer opens instead. */
export function openMargin(page: Page, opening: Opening): void {
  const place = placeOfOpening(page, opening);
  close?.();
  if (!place) return offerNewer(page, opening);
  const { control } = opening;
  if (opening.kind === 'block' && !control.hasAttribute('data-n')) return void commentOn(page.verdict, place);
  const whole = 'start' in place ? place : null;
  if (whole && opening.kind === 'comment') scrollToPassage(whole);
  else if (matchMedia(NARROW).matches) scrollAboveSheet(control);
  highlight(whole);
  show(page, place, opening);
}

/** The passage may be in a newer version than the page's. */
function offerNewer({ thread: { discussion }, verdict, signal }: Page, opening: Opening): void {
  const anchor = opening.kind === 'comment' && discussion.thread.find(opening.comment)?.comment.anchor;
  if (anchor && (anchor.checked ?? 0) > verdict.version) offerReload(signal).catch(() => {});
}

/** The sheet covers the lower part of the window. */
function scrollAboveSheet(control: HTMLElement): void {
  const { top, bottom } = control.getBoundingClientRect();
  if (bottom > innerHeight * UNCOVERED) scrollBy({ top: top - innerHeight / 4 });
}

type PlaceOrBlock = Place | Pick<Place, 'section' | 'block'>;

function placeOfOpening({ thread: { discussion }, verdict }: Page, opening: Opening): PlaceOrBlock | null {
  if (opening.kind === 'comment')
    return placeIn(verdict.version, discussion.thread.find(opening.comment)?.comment.anchor ?? null);
  if (opening.kind === 'mark') {
    const range = document.createRange();
    range.selectNodeContents(opening.control);
    return placeOf(range);
  }
  const section = sectionOf(opening.control);
  const block = section ? blockElements(section).indexOf(opening.control.nextElementSibling!) : -1;
  return section && block >= 0 ? { section: idOf(section), block } : null;
}

function show(
  { thread, verdict, signal }: Page,
  place: PlaceOrBlock,
  { control, ...opening }: Opening,
): void {
  const { discussion } = thread;
  const section = document.getElementById(`s-${place.section}`);
  const blocks = section ? piecesOf(section) : [];
  const margin = new Margin(place, { version: verdict.version, blocks });
  const closing = new AbortController();
  const end = () => {
    if (closing.signal.aborted) return;
    closing.abort();
    close = null;
    highlight(null);
    const hadFocus = dialog.contains(document.activeElement) || document.activeElement === document.body;
    discussion.received.delete(hear);
    void unmount(component);
    // A mark can't have it.
    const before = control.matches('mark') ? linkBeside(place) : control;
    if (hadFocus && before?.isConnected) before.focus({ preventScroll: true });
  };
  const hear = (comment: CommentView) => margin.hear(comment);
  const blocked = discussion.mine?.blocked ?? [];
  const write = () => {
    end();
    void commentOn(verdict, place);
  };
  const load = (query: string) =>
    callApi<FoundComments>('GET', `/verdicts/${verdict.slug}/passages/${margin.address}${query}`);
  const older = () =>
    load(`?cursor=${margin.next}`).then(
      (found) => margin.showOlder(found),
      () => void (margin.state = 'failed'),
    );
  const props = {
    ...{ thread, margin, from: opening.kind === 'comment' ? opening.comment : null },
    ...{ onwrite: write, onpassage: highlight, onclose: end, onolder: older },
  };
  const component = mount(PassageMargin, { target: document.body, props, context: thread.replyForm.context });
  const dialog = document.body.querySelector<HTMLDialogElement>(':scope > dialog:last-of-type')!;
  if (blocked.length > 0) closing.signal.addEventListener('abort', foldComments(dialog, blocked));
  openBeside(dialog, closing.signal);
  // Not if it is open again in the other way.
  dialog.addEventListener('close', () => !dialog.open && end());
  document.addEventListener('keydown', (event) => event.key === 'Escape' && end(), {
    signal: closing.signal,
  });
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.matches(':modal') && end());
  signal.addEventListener('abort', end, { signal: closing.signal });
  discussion.received.add(hear);
  close = end;
  load('').then(
    (found) => {
      margin.show(found);
      // Where passages overlap, a mark is a part of each.
      if (opening.kind === 'mark' && margin.items[0] && !closing.signal.aborted)
        highlight(placeIn(verdict.version, margin.items[0].anchor));
    },
    () => (margin.state = 'failed'),
  );
}

/** Over the contents, or as a sheet where they aren't beside the article. */
function openBeside(dialog: HTMLDialogElement, signal: AbortSignal): void {
  const narrow = matchMedia(NARROW);
  const put = () => {
    const aside = document.querySelector('article > aside')?.getBoundingClientRect();
    dialog.style.setProperty('--left', `${aside?.left ?? 0}px`);
    dialog.style.setProperty('--width', `${aside?.width ?? 320}px`);
    if (dialog.open && dialog.matches(':modal') === narrow.matches) return;
    dialog.close();
    if (narrow.matches) dialog.showModal();
    else dialog.show();
  };
  put();
  dialog.querySelector('h2')?.focus();
  addEventListener('resize', put, { signal });
}
