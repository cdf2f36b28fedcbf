import type { ArticleSection } from './sections-markup.ts';

/**
 * The article on its way from the server to the browser. A loaded page contains it once, as markup, which hydration
 * keeps. When the browser navigates to the page, it is sent the article as it is.
 */
export class Article {
  readonly sections: ArticleSection[];
  readonly isInMarkup: boolean;

  constructor(sections: ArticleSection[], isInMarkup: boolean) {
    this.sections = sections;
    this.isInMarkup = isInMarkup;
  }
}

/** Hydration keeps what is there, unless the value is empty. */
const IN_MARKUP = ' ';

export function encodeArticle({ sections, isInMarkup }: Article): Pick<Article, 'sections'> {
  if (!isInMarkup) return { sections };
  const withoutText = sections.map((section) => ({
    ...section,
    parts: section.parts.map((part) => ({ ...part, html: IN_MARKUP })),
  }));
  return { sections: withoutText };
}
