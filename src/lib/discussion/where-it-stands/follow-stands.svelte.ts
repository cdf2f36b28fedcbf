import { DELETED_ACCOUNT } from '#lib/actor.ts';
import { callApi, Problem } from '#lib/http/api/api-client.ts';
import type { CommentView } from '#lib/live/events.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { foldComments } from '#lib/discussion/blocked/fold-comments.ts';
import {
  elementOf,
  roundHeight,
  type Change,
  type UnseenChanges,
} from '#lib/discussion/unseen/unseen-changes.ts';
import { offerOrder } from './offer-order.ts';
import { showWeakest } from './show-weakest.ts';
import { idsOf, LONG_THREAD, STANDS, standsMarkup, type Standing, type WhereItStands } from './stands.ts';

/** Milliseconds between two looks. What is published changes at every ten ratings, and few readers wait for it. */
const EVERY = 60_000;

/**
 * Keeps what the server chooses by all votes and ratings current, without moving anything: the weakest link, the order of
 * comments, and the block above a long thread, which appears once there is something to show. The text of a comment that
 * is taken down goes at once, that of an edited one changes, and another choice of comments waits for the reader's press.
 */
export class FollowStands {
  #block = document.getElementById(STANDS);
  readonly #discussion: Discussion;
  readonly #unseen: UnseenChanges;
  readonly #left: AbortSignal;
  /** At the last look. */
  #seen: string;
  #unfold = () => {};

  constructor(discussion: Discussion, unseen: UnseenChanges, signal: AbortSignal) {
    this.#discussion = discussion;
    this.#unseen = unseen;
    this.#left = signal;
    this.#seen = this.#counted();
    discussion.received.add(this.#onReceived);
    void this.#catchUp().catch(() => {});
    const look = () => void this.#look().catch(() => {});
    const timer = setInterval(look, EVERY);
    document.addEventListener('visibilitychange', look, { signal });
    const stop = $effect.root(() => {
      $effect(() => this.#fold());
    });
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      stop();
      this.#unfold();
      discussion.received.delete(this.#onReceived);
    });
  }

  #fold(): void {
    this.#unfold();
    const blocked = this.#discussion.mine?.blocked ?? [];
    this.#unfold = this.#block && blocked.length > 0 ? foldComments(this.#block, blocked) : () => {};
  }

  /** What happened to the quoted comments between the rendering of the page and now. Most are on it. */
  async #catchUp(): Promise<void> {
    for (const { dataset } of document.querySelectorAll<HTMLElement>(`#${STANDS} [data-comment]`)) {
      const id = dataset.comment!;
      const known = this.#discussion.thread.find(id)?.comment;
      const gone = (fault: unknown) => {
        if (fault instanceof Problem && fault.status === 404) return { id, html: null, author: null };
        throw fault;
      };
      const comment = known ?? (await callApi<CommentView>('GET', `/comments/${id}`).catch(gone));
      if (comment.html === null || comment.author === null) this.#onReceived(comment);
    }
  }

  /** If ratings, votes or the length of the thread have changed since the last look. */
  async #look(): Promise<void> {
    const counted = this.#counted();
    if (document.visibilityState !== 'visible' || counted === this.#seen) return;
    this.#seen = counted;
    const latest = await this.#latest();
    if (this.#left.aborted) return;
    showWeakest(latest.weakestLink, this.#unseen, this.#left);
    if (isBeginning()) offerOrder(latest.first, this.#discussion, this.#left);
    if (this.#block) this.#offer(this.#block, latest);
    else if (isBeginning()) this.#unseen.add(STANDS, () => this.#insert(latest));
  }

  #offer(block: HTMLElement, latest: WhereItStands): void {
    const button = block.querySelector('button')!;
    const ids = idsOf(latest);
    // Nothing is left if the thread has become short.
    button.hidden = ids.trim() === '' || ids === block.dataset.shown;
    // Again: a comment may have been taken down or edited since. If it fails, the button stays for another press.
    button.onclick = () =>
      void this.#latest().then(
        (stands) => this.#show(block, stands),
        () => {},
      );
  }

  #insert(stands: WhereItStands): ReturnType<Change> {
    const html = standsMarkup(this.#discussion.slug, stands, () => true).text;
    const talk = document.getElementById('talk');
    if (html === '' || !talk) return null;
    return () => {
      const block = elementOf(html);
      this.#block = block;
      talk.before(block);
      this.#fold();
      roundHeight(block);
      const remove = () => block.remove();
      this.#left.addEventListener('abort', remove);
      return () => {
        remove();
        this.#left.removeEventListener('abort', remove);
        this.#block = null;
      };
    };
  }

  #latest(): Promise<Standing> {
    return callApi<Standing>('GET', `/verdicts/${this.#discussion.slug}/standing`);
  }

  #counted(): string {
    const { tallies, thread, total } = this.#discussion;
    const counted = [...tallies.claims.values(), ...thread.all().map(({ comment }) => comment)];
    return `${Math.max(0, ...counted.map((each) => each.counted))} ${total >= LONG_THREAD}`;
  }

  readonly #onReceived = ({ id, html, author }: Pick<CommentView, 'id' | 'html' | 'author'>): void => {
    const quote = this.#block?.querySelector<HTMLElement>(`[data-comment="${id}"]`);
    const text = quote?.querySelector<HTMLElement>('.body p');
    if (!quote || !text) return;
    text.style.height = `${text.offsetHeight}px`;
    text.textContent = html === null ? 'This comment was taken down.' : textOf(html);
    if (author === null) removeName(quote, html === null);
  };

  #show(block: HTMLElement, stands: WhereItStands): void {
    const latest = document.createElement('div');
    latest.innerHTML = standsMarkup(this.#discussion.slug, stands, () => true).text;
    const articles = latest.querySelectorAll('article');
    // None: the thread has just become short.
    if (articles.length > 0) block.querySelector('.sides')!.replaceChildren(...articles);
    block.style.minHeight = '';
    block.dataset.shown = idsOf(stands);
    block.querySelector('button')!.hidden = true;
    block.querySelector('h2')!.focus({ preventScroll: true });
  }
}

/** Of the thread: pages of single comments, and later ones, don't have the block. */
function isBeginning(): boolean {
  const query = new URLSearchParams(location.search);
  return !query.has('comment') && !query.has('cursor');
}

/** The line keeps its place. */
function removeName(quote: HTMLElement, isTakenDown: boolean): void {
  const by = quote.querySelector<HTMLElement>('.by')!;
  const link = by.querySelector('a');
  by.querySelector('span')!.textContent = isTakenDown ? '' : DELETED_ACCOUNT;
  delete quote.dataset.author;
  by.style.minHeight = `${by.offsetHeight}px`;
  if (isTakenDown) link?.remove();
  link?.setAttribute('aria-label', `Read the comment by ${DELETED_ACCOUNT}`);
}

/** Of a document that is never shown, so nothing in it is loaded. */
function textOf(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const all = body.textContent.trim();
  for (const quotation of body.querySelectorAll('blockquote')) quotation.remove();
  return body.textContent.trim() || all;
}
