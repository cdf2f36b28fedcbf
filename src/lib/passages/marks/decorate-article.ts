import { markup, type Markup } from '#lib/ui/markup.ts';
import type { Decoration } from '#lib/verdicts/page/sections-markup.ts';
import { piecesOf } from '#lib/passages/block-text.ts';
import type { ReadableSection } from '#lib/passages/verdict-text.ts';
import { markedText } from './marked-text.ts';
import { blocksOf, rangesOf, type Passage } from './ranges.ts';

/** Beside a paragraph is room for two digits. */
export const shownCount = (count: number): number => Math.min(count, 99);

/**
 * Marks the passages that readers have commented on. Beside each paragraph is a link to its comments, or to write the
 * first one: scripts open them on the page (discussion/margin).
 */
export function decorateArticle(slug: string, sections: ReadableSection[], passages: Passage[]): Decoration {
  const inSection = Map.groupBy(passages, ({ section }) => section);
  const found = new Map(
    sections.map(({ id, blocks }) => {
      const passages = inSection.get(id) ?? [];
      const pieces = blocks.map((block) =>
        piecesOf(block).map(({ at, text }) => ({ at, length: text.length })),
      );
      const inBlocks = passages.map((passage) => ({ passage, blocks: blocksOf(pieces, passage) }));
      return [id, { ranges: rangesOf(pieces, passages), inBlocks }];
    }),
  );
  return {
    text: ({ section, block, piece }, text) =>
      markedText(text, found.get(section)?.ranges[block]?.[piece] ?? []),
    before: ({ section, block }, type) => {
      const inBlocks = found.get(section)?.inBlocks ?? [];
      const here = inBlocks.filter(({ blocks }) => blocks.includes(block)).map(({ passage }) => passage);
      return (type !== 'heading' || here.length > 0) && paragraphLink({ slug, section, block }, here);
    },
  };
}

/** The count isn't text, so that the text around stays as it was written when it is searched, selected and copied. */
function paragraphLink(
  { slug, section, block }: { slug: string; section: string; block: number },
  passages: Pick<Passage, 'comments'>[],
): Markup {
  const href = `${slug}/passages/${encodeURIComponent(section)}.${block}`;
  const { count, label } = labelOf(passages);
  const shown = count > 0 && markup` data-n=${shownCount(count)}`;
  return markup`<a class=beside href="${href}" rel=nofollow${shown} aria-label="${label}"></a>`;
}

/** What the link beside a paragraph says. */
export function labelOf(passages: Pick<Passage, 'comments'>[]): { count: number; label: string } {
  const count = passages.reduce((sum, { comments }) => sum + comments, 0);
  if (count === 0) return { count, label: 'Comment on this paragraph' };
  return { count, label: `${count} ${count === 1 ? 'comment' : 'comments'} on this paragraph` };
}
