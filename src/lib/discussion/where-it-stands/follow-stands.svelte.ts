import { DELETED_ACCOUNT } from '#lib/actor.ts';
import { callApi, Problem } from '#lib/http/api/api-client.ts';
import type { CommentView } from '#lib/live/events.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { foldComments } from '#lib/discussion/blocked/fold-comments.ts';
import { idsOf, standsMarkup, type WhereItStands } from './stands.ts';

/** Milliseconds between two looks. What is published changes at every ten ratings, and few readers wait for it. */
const EVERY = 60_000;

/**
 * Keeps the block above a long thread current without moving anything: the text of a comment that is taken down goes at
 * once, that of an edited one changes, and a new choice of comments waits for the reader's press.
 */
export class FollowStands {
  readonly #block: HTMLElement;
  readonly #discussion: Discussion;
  /** The newest tally version at the last look. */
  #seen: number;

  constructor(block: HTMLElement, discussion: Discussion, signal: AbortSignal) {
    this.#block = block;
    this.#discussion = discussion;
    this.#seen = this.#tally();
    discussion.received.add(this.#onReceived);
    void this.#catchUp().catch(() => {});
    const look = () => void this.#look().catch(() => {});
    const timer = setInterval(look, EVERY);
    document.addEventListener('visibilitychange', look, { signal });
    const unfold = $effect.root(() => {
      $effect(() => {
        const blocked = discussion.mine?.blocked ?? [];
        if (blocked.length > 0) return foldComments(block, blocked);
      });
    });
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      unfold();
      discussion.received.delete(this.#onReceived);
    });
  }

  /** What happened to the quoted comments between the rendering of the page and now. Most are on it. */
  async #catchUp(): Promise<void> {
    for (const { dataset } of this.#block.querySelectorAll<HTMLElement>('[data-comment]')) {
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

  /** Offers other comments, if ratings or votes have changed since the last look, and the choice with them. */
  async #look(): Promise<void> {
    const tally = this.#tally();
    if (document.visibilityState !== 'visible' || tally === this.#seen) return;
    this.#seen = tally;
    const button = this.#block.querySelector('button')!;
    const ids = idsOf(await this.#latest());
    // Nothing is left if the thread has become short.
    button.hidden = ids.trim() === '' || ids === this.#block.dataset.shown;
    // Again: a comment may have been taken down or edited since. If it fails, the button stays for another press.
    button.onclick = () => void this.#latest().then(this.#show, () => {});
  }

  #latest(): Promise<WhereItStands> {
    return callApi<WhereItStands>('GET', `/verdicts/${this.#discussion.slug}/standing`);
  }

  #tally(): number {
    const { tallies, thread } = this.#discussion;
    const counted = [...tallies.claims.values(), ...thread.all().map(({ comment }) => comment)];
    return Math.max(0, ...counted.map((each) => each.counted));
  }

  readonly #onReceived = ({ id, html, author }: Pick<CommentView, 'id' | 'html' | 'author'>): void => {
    const quote = this.#block.querySelector<HTMLElement>(`[data-comment="${id}"]`);
    const text = quote?.querySelector<HTMLElement>('.body p');
    if (!quote || !text) return;
    text.style.height = `${text.offsetHeight}px`;
    text.textContent = html === null ? 'This comment was taken down.' : textOf(html);
    if (author === null) removeName(quote, html === null);
  };

  readonly #show = (stands: WhereItStands): void => {
    const latest = document.createElement('div');
    latest.innerHTML = standsMarkup(this.#discussion.slug, stands, () => true).text;
    const articles = latest.querySelectorAll('article');
    // None: the thread has just become short.
    if (articles.length > 0) this.#block.querySelector('.sides')!.replaceChildren(...articles);
    this.#block.dataset.shown = idsOf(stands);
    this.#block.querySelector('button')!.hidden = true;
    this.#block.querySelector('h2')!.focus({ preventScroll: true });
  };
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
