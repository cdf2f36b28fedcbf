import type { Place } from '#lib/passages/anchor.ts';
import { startsOf } from '#lib/passages/marks/ranges.ts';
import type { ReadableSection } from '#lib/passages/verdict-text.ts';

// The text of the article as it is on the page, in the units of passages/block-text.ts: sections-markup.ts has one element
// for each piece of a block.

const SECTIONS = 'section[id^="s-"]';
const BLOCKS = ':scope > :is(p:not(.banner, .term), blockquote, h3, ul, ol, .wide, .assumption)';
const PIECES = ':scope > li, th, td, :scope > div:first-of-type > :is(.label, .detail)';

/** An element with a part of a block's text. */
export interface Piece {
  element: Element;
  /** Its offset in the text of the block. */
  at: number;
  length: number;
  block: number;
}

export const sectionOf = (node: Node | null): Element | null =>
  (node instanceof Element ? node : node?.parentElement)?.closest(SECTIONS) ?? null;

export const sectionElements = (): Element[] => [...document.querySelectorAll(SECTIONS)];

export const idOf = (section: Element): string => section.id.slice('s-'.length);

export const blockElements = (section: Element): Element[] => [...section.querySelectorAll(BLOCKS)];

/** The link to the comments on a block. */
export function linkBeside({ section, block }: Pick<Place, 'section' | 'block'>): HTMLElement | null {
  const element = document.getElementById(`s-${section}`);
  const link = element && blockElements(element)[block]?.previousElementSibling;
  return link instanceof HTMLAnchorElement ? link : null;
}

/** By block. */
export function piecesOf(section: Element): Piece[][] {
  return blockElements(section).map((block, i) => {
    let at = 0;
    const elements = block.matches('p, blockquote, h3') ? [block] : [...block.querySelectorAll(PIECES)];
    return elements.map((element) => {
      const { length } = element.textContent;
      const piece = { element, at, length, block: i };
      at += length + 1;
      return piece;
    });
  });
}

/** The section as one that anchors can be made of. */
export function readableSection(section: Element): ReadableSection {
  const blocks = piecesOf(section).map((pieces) => {
    const text = pieces
      .map(({ element }, i) => {
        const next = pieces[i + 1]?.element;
        const between = next && next.parentElement === element.parentElement && next.matches('th, td');
        return `${element.textContent}${next ? (between ? '\t' : '\n') : ''}`;
      })
      .join('');
    return { type: 'paragraph' as const, text };
  });
  return { id: idOf(section), blocks };
}

/** The part of a range that is in the section where it begins; null if that has no text of a block. */
export function placeOf(range: Range): Place | null {
  const section = sectionOf(range.startContainer);
  if (!section) return null;
  const blocks = piecesOf(section);
  const starts = startsOf(blocks);
  const touched = blocks.flat().filter(({ element }) => range.intersectsNode(element));
  const cut = touched.map(({ element, at, length, block }) => ({
    block,
    from: starts[block]! + at + offsetIn(element, range.startContainer, range.startOffset, 0),
    to: starts[block]! + at + offsetIn(element, range.endContainer, range.endOffset, length),
  }));
  const full = cut.filter(({ from, to }) => to > from);
  const [first, last] = [full[0], full.at(-1)];
  if (!first || !last) return null;
  const above = starts[first.block]!;
  return { section: idOf(section), block: first.block, start: first.from - above, end: last.to - above };
}

/** How much of the element's text is before a point; `otherwise` if the point is outside. */
function offsetIn(element: Element, node: Node, offset: number, otherwise: number): number {
  if (!element.contains(node)) return otherwise;
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

/** Where a passage is on the page, piece by piece. */
export function rangesAt({ section, block, start, end }: Place): Range[] {
  const element = document.getElementById(`s-${section}`);
  if (!element) return [];
  const blocks = piecesOf(element);
  const starts = startsOf(blocks);
  const above = starts[block];
  if (above === undefined) return [];
  return blocks.flat().flatMap((piece) => {
    const from = starts[piece.block]! + piece.at;
    const cut = [Math.max(above + start - from, 0), Math.min(above + end - from, piece.length)] as const;
    return cut[0] < cut[1] ? [rangeIn(piece.element, ...cut)] : [];
  });
}

function rangeIn(element: Element, start: number, end: number): Range {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let passed = 0;
  range.selectNodeContents(element);
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const { length } = node;
    if (start >= passed && start < passed + length) range.setStart(node, start - passed);
    if (end > passed && end <= passed + length) range.setEnd(node, end - passed);
    passed += length;
  }
  return range;
}
