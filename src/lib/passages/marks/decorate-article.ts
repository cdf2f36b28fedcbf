import { markup, type Markup } from '#lib/ui/markup.ts';
import type { Decoration } from '#lib/verdicts/page/sections-markup.ts';
import { piecesOf } from '#lib/passages/block-text.ts';
import type { ReadableSection } from '#lib/passages/verdict-text.ts';
import { markedText } from './marked-text.ts';
import { countsOf, MARKED, rangesOf, type Passage } from './ranges.ts';

/** Beside a paragraph is room for two digits and a sign. */
export const shownCount = (count: number): string => (count > 99 ? '99+' : String(count));

/**
 * Marks the passages that readers have commented on, the first `MARKED` of them. Beside each paragraph is a link to its
 * comments, or to write the first one: scripts open them on the page (discussion/passages).
 */
export function decorateArticle(slug: string, sections: ReadableSection[], passages: Passage[]): Decoration {
  const inSection = Map.groupBy(passages, ({ section }) => section);
  const marked = Map.groupBy(passages.slice(0, MARKED), ({ section }) => section);
  const found = new Map(
    sections.map(({ id, blocks }) => {
      const pieces = blocks.map((block) =>
        piecesOf(block).map(({ at, text }) => ({ at, length: text.length })),
      );
      const counts = countsOf(pieces, inSection.get(id) ?? []);
      return [id, { ranges: rangesOf(pieces, marked.get(id) ?? []), counts }];
    }),
  );
  return {
    text: ({ section, block, piece }, text) =>
      markedText(text, found.get(section)?.ranges[block]?.[piece] ?? []),
    before: ({ section, block }, type) => {
      const count = found.get(section)?.counts[block] ?? 0;
      return (type !== 'heading' || count > 0) && paragraphLink({ slug, section, block }, count);
    },
  };
}

/** The count isn't text, so that the text around stays as it was written when it is searched, selected and copied. */
function paragraphLink(
  { slug, section, block }: { slug: string; section: string; block: number },
  count: number,
): Markup {
  const href = `${slug}/passages/${encodeURIComponent(section)}.${block}`;
  const shown = count > 0 && markup` data-n=${shownCount(count)}`;
  return markup`<a class=beside href="${href}" rel=nofollow${shown} aria-label="${labelOf(count)}"></a>`;
}

/** What the link beside a paragraph says. */
export function labelOf(count: number): string {
  if (count === 0) return 'Comment on this paragraph';
  return `${count} ${count === 1 ? 'comment' : 'comments'} on this paragraph`;
}
