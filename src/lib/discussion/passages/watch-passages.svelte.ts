import { page } from '$app/state';
import type { CommentView } from '#lib/live/events.ts';
import type { ThreadExtras } from '#lib/discussion/extras/start-extras.svelte.ts';
import type { LiveMarks } from './live-marks.svelte.ts';
import type { PassageOffer } from './passage-offer.svelte.ts';
import type { Opening } from './open-margin.svelte.ts';
import { placeIn } from './place-of.ts';
import { offerReload } from './offer-reload.svelte.ts';

const SECTIONS = 'section[id^="s-"]';

/** Milliseconds without a change: a selection grows while the pointer is down. */
const SETTLES_AFTER = 200;

/**
 * Readers select text of the verdict to comment on it, and open the comments on a passage beside it. The code for each
 * is loaded when it is used.
 */
export function watchPassages(thread: ThreadExtras, signal: AbortSignal): void {
  const { discussion } = thread;
  const verdict = () => page.data['verdict'] as { slug: string; version: number };
  watchArticleSelection(verdict, signal);
  const open = async (opening: Opening) => {
    const { openMargin } = await import('./open-margin.svelte.ts');
    if (!signal.aborted) openMargin({ thread, verdict: verdict(), signal }, opening);
  };
  // The place of one from before passages had places isn't known yet.
  const hasPlace = (id: string) => discussion.thread.find(id)?.comment.anchor?.block !== undefined;
  watchPresses({ open, hasPlace }, signal);
  let marks: Promise<LiveMarks> | undefined;
  const hear = ({ anchor, status, nonce, author }: CommentView) => {
    const isOwn = author?.username === discussion.viewer?.username;
    if (anchor && status === 'visible' && nonce !== undefined && isOwn)
      import('./offer-back.svelte.ts').then(
        ({ offerBack }) => offerBack(anchor, placeIn(verdict().version, anchor), signal),
        () => {},
      );
    // One that was removed says no longer what it was about.
    if (!anchor && (status === 'visible' || !document.querySelector(`${SECTIONS} :is(mark, [data-n])`)))
      return;
    marks ??= import('./live-marks.svelte.ts').then(
      (loaded) => new loaded.LiveMarks(verdict, () => void offerReload(signal).catch(() => {}), signal),
    );
    marks.then((loaded) => loaded.changed()).catch(() => (marks = undefined));
  };
  discussion.received.add(hear);
  signal.addEventListener('abort', () => discussion.received.delete(hear));
}

/** The selection, if it begins in the text of the verdict. */
function selectedRange(): Range | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.toString().trim() === '') return null;
  const range = selection.getRangeAt(0);
  const { startContainer: node } = range;
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest(SECTIONS) ? range : null;
}

function watchArticleSelection(verdict: () => { slug: string; version: number }, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let offer: PassageOffer | null = null;
  const comment = async (range: Range) => {
    const [{ placeOf }, { commentOn }] = await Promise.all([
      import('./article-text.ts'),
      import('./comment-on.svelte.ts'),
    ]);
    const place = placeOf(range);
    if (place) await commentOn(verdict(), place);
  };
  const settle = async () => {
    if (!offer && selectedRange())
      offer = await import('./passage-offer.svelte.ts').then(
        (loaded) => new loaded.PassageOffer((range) => void comment(range).catch(() => {}), signal),
        () => null,
      );
    if (!signal.aborted) offer?.show(isClosed() ? null : selectedRange());
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void settle(), SETTLES_AFTER);
  };
  document.addEventListener('selectionchange', changed, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
}

/** No one can comment now, or this account can't. */
function isClosed(): boolean {
  if (document.querySelector('#talk.barred')) return true;
  // The page of one thread has no composer, and leads to the one that has.
  return !document.querySelector('#compose textarea') && !new URLSearchParams(location.search).has('comment');
}

interface Presses {
  open: (opening: Opening) => Promise<void>;
  hasPlace: (comment: string) => boolean;
}

/** On a mark, on the link beside a paragraph, and on the quotation above a comment. Other presses stay as they are. */
function watchPresses({ open, hasPlace }: Presses, signal: AbortSignal): void {
  const pressed = (event: MouseEvent) => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    const opening = isPlain && event.target instanceof Element ? openingOf(event.target, hasPlace) : null;
    // A press that ends a selection opens nothing.
    if (!opening || getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    event.stopPropagation();
    open(opening).catch(() => {
      // Its code can’t be loaded: the page of the paragraph.
      if (opening.control instanceof HTMLAnchorElement) location.assign(opening.control.href);
    });
  };
  document.addEventListener('click', pressed, { signal, capture: true });
}

function openingOf(target: Element, hasPlace: Presses['hasPlace']): Opening | null {
  const quote = target.closest<HTMLElement>('#thread .passage a[href^="#"]');
  const comment = quote?.closest('article')?.id.slice('c-'.length);
  if (quote && comment && hasPlace(comment)) return { kind: 'comment', comment, control: quote };
  const control = target.closest<HTMLElement>(`${SECTIONS} :is(a.beside, mark)`);
  return control && { kind: control.matches('mark') ? 'mark' : 'block', control };
}
