import { callApi } from '#lib/http/api/api-client.ts';
import { labelOf, shownCount } from '#lib/passages/marks/decorate-article.ts';
import { markedText } from '#lib/passages/marks/marked-text.ts';
import { countsOf, MARKED, rangesOf, type Passage } from '#lib/passages/marks/ranges.ts';
import { blockElements, idOf, piecesOf, sectionElements, type Piece } from './article-text.ts';
import { highlightAgain } from './highlight.ts';

/** Milliseconds. Comments that arrive together are one request, and readers don't all ask at the same moment. */
const SETTLES_AFTER = 250;
const SPREAD = 750;

/** Marks what others comment on while the page is open. Lines keep their breaks, so nothing moves. */
export class LiveMarks {
  readonly #page: () => { slug: string; version: number };
  readonly #edited: () => void;
  readonly #left: AbortSignal;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #requested = 0;
  #items: Passage[] = [];

  /** `edited`: the places are in another version than the page's. */
  constructor(page: () => { slug: string; version: number }, edited: () => void, left: AbortSignal) {
    this.#page = page;
    this.#edited = edited;
    this.#left = left;
    left.addEventListener('abort', () => clearTimeout(this.#timer));
  }

  /** A comment on a passage is new, or has changed. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => void this.#update().catch(() => {}),
      SETTLES_AFTER + Math.random() * SPREAD,
    );
  }

  async #update(): Promise<void> {
    const nth = ++this.#requested;
    const { slug, version } = this.#page();
    const found = await callApi<{ items: Passage[]; version: number }>('GET', `/verdicts/${slug}/passages`);
    if (this.#left.aborted || nth !== this.#requested) return;
    if (found.version !== version) return this.#edited();
    this.#items = found.items;
    this.#mark();
  }

  /** What the reader has selected is marked once they select nothing. */
  readonly #mark = (event?: Event): void => {
    if (event && getSelection()?.isCollapsed === false) return;
    document.removeEventListener('selectionchange', this.#mark);
    const inSection = Map.groupBy(this.#items, ({ section }) => section);
    const marked = Map.groupBy(this.#items.slice(0, MARKED), ({ section }) => section);
    const isDone = sectionElements()
      .map((section) => {
        const id = idOf(section);
        const found = { passages: inSection.get(id) ?? [], marked: marked.get(id) ?? [] };
        return markSection(this.#page().slug, section, found);
      })
      .every(Boolean);
    highlightAgain();
    if (!isDone) document.addEventListener('selectionchange', this.#mark, { signal: this.#left });
  };
}

/** @returns false if the reader has selected text that would have changed */
function markSection(
  slug: string,
  section: Element,
  { passages, marked }: { passages: Passage[]; marked: Passage[] },
): boolean {
  const blocks = piecesOf(section);
  const ranges = rangesOf(blocks, marked);
  const counts = countsOf(blocks, passages);
  blockElements(section).forEach((block, i) =>
    label(block, {
      count: counts[i]!,
      href: `${slug}/passages/${encodeURIComponent(idOf(section))}.${i}`,
    }),
  );
  return blocks.flat().every((piece) => {
    const nth = blocks[piece.block]!.indexOf(piece);
    return mark(piece, ranges[piece.block]![nth]!);
  });
}

function mark({ element }: Piece, ranges: { start: number; end: number }[]): boolean {
  if (ranges.length === 0 && !element.querySelector('mark')) return true;
  const next = document.createElement('template');
  next.innerHTML = markedText(element.textContent, ranges).text;
  if (next.innerHTML === element.innerHTML) return true;
  const selection = getSelection();
  if (selection && !selection.isCollapsed && selection.containsNode(element, true)) return false;
  element.replaceChildren(next.content);
  return true;
}

/** The link beside the block; a heading has none until it has a comment. */
function label(block: Element, { count, href }: { count: number; href: string }): void {
  const before = block.previousElementSibling;
  const label = labelOf(count);
  const link = before?.matches('a.beside') ? before : count > 0 ? linkBefore(block, href) : null;
  if (!link) return;
  if (link.ariaLabel !== label) link.ariaLabel = label;
  if (count > 0) link.setAttribute('data-n', shownCount(count));
  else link.removeAttribute('data-n');
}

/** As paragraphLink of decorate-article.ts. */
function linkBefore(block: Element, href: string): Element {
  const link = document.createElement('a');
  link.className = 'beside';
  link.href = href;
  link.rel = 'nofollow';
  block.before(link);
  return link;
}
