import type { ArticleSection } from '#lib/verdicts/page/sections-markup.ts';

/** Says at an assumption that it is the verdict’s weakest link. StampBox says it at a classification. */
export function markWeakest(sections: ArticleSection[], weakest: string | null): ArticleSection[] {
  if (weakest === null) return sections;
  return sections.map((section) => ({
    ...section,
    parts: section.parts.map((part) =>
      part.claim?.id === weakest ? { ...part, html: part.html + WEAKEST_MARK } : part,
    ),
  }));
}

/** StampBox has its words, too. */
export const WEAKEST_MARK = '<p class=weakest>Weakest link: rejected from both sides</p>';
