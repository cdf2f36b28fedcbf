import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { callApi } from '#lib/http/api/api-client.ts';
import { isBare, referenceOf, type Reference } from './reference.ts';
import { MAX_TITLES, type LinkTitles } from './titles.ts';

/** How far from the window a link gets its title, so that it has it when it comes into view. */
const AHEAD = '100%';

/** Shows titles in place of addresses. Only for links near the window, in one request for all of them. */
export class LinkTitler {
  readonly #discussion: Discussion;
  readonly #observer: IntersectionObserver;
  /** By what they lead to; null: nothing that everyone sees. */
  readonly #titles = new Map<string, string | null>();
  /** The address as it was shown, of links that have a title. */
  readonly #addresses = new WeakMap<Element, string>();
  /** Comments that links lead to and that were in this thread. */
  readonly #found = new Set<string>();
  #near = new Map<string, Reference>();

  constructor(discussion: Discussion, left: AbortSignal) {
    this.#discussion = discussion;
    this.#observer = new IntersectionObserver((entries) => this.#approach(entries), { rootMargin: AHEAD });
    left.addEventListener('abort', () => this.#observer.disconnect());
  }

  /** `links`: all of the thread. An update of a comment brings its addresses back, and may remove what one leads to. */
  update(links: HTMLAnchorElement[]): void {
    for (const link of links) {
      const reference = referenceOf(link.href, location.origin);
      if (!reference) continue;
      if (this.#titles.has(keyOf(reference))) this.#show(link, reference);
      else if (isBare(link.textContent, link.href)) this.#observer.observe(link);
    }
  }

  #approach(entries: IntersectionObserverEntry[]): void {
    const links = entries
      .filter(({ isIntersecting }) => isIntersecting)
      .map(({ target }) => target as HTMLAnchorElement);
    for (const link of links) {
      this.#observer.unobserve(link);
      const reference = referenceOf(link.href, location.origin)!;
      if (!this.#titles.has(keyOf(reference))) this.#near.set(keyOf(reference), reference);
    }
    if (this.#near.size > 0) void this.#fetch(links);
    else this.update(links);
  }

  async #fetch(links: HTMLAnchorElement[]): Promise<void> {
    const wanted = [...this.#near].slice(0, MAX_TITLES);
    this.#near = new Map([...this.#near].slice(MAX_TITLES));
    const query = new URLSearchParams({
      verdicts: wanted.flatMap(([, { slug, comment }]) => (comment === null ? [slug] : [])).join(),
      comments: wanted.flatMap(([, { comment }]) => comment ?? []).join(),
    });
    const titles = await callApi<LinkTitles>('GET', `/titles?${query}`).catch(() => null);
    // Without a connection the addresses stay until the next change of the thread.
    if (!titles) return;
    for (const [key] of wanted) this.#titles.set(key, null);
    for (const { slug, title } of titles.verdicts) this.#titles.set(slug, title);
    for (const { id, author, excerpt } of titles.comments)
      this.#titles.set(id, `${author ?? 'Deleted account'}: “${excerpt}”`);
    this.update(links);
    if (this.#near.size > 0) await this.#fetch(links);
  }

  #show(link: HTMLAnchorElement, reference: Reference): void {
    const title = this.#isGone(reference) ? null : this.#titles.get(keyOf(reference))!;
    const address = this.#addresses.get(link);
    if (title === null && address !== undefined) {
      link.textContent = address;
      link.removeAttribute('title');
      this.#addresses.delete(link);
    } else if (title !== null && isBare(link.textContent, link.href)) {
      this.#addresses.set(link, link.textContent);
      link.textContent = title;
      link.title = link.href;
    }
  }

  /** A comment of this thread that was removed or withdrawn while the page is open. */
  #isGone({ comment }: Reference): boolean {
    if (comment === null) return false;
    const node = this.#discussion.thread.find(comment);
    if (node) this.#found.add(comment);
    // Without replies, it has left the thread.
    return node ? node.comment.status !== 'visible' : this.#found.has(comment);
  }
}

const keyOf = ({ slug, comment }: Reference): string => comment ?? slug;
