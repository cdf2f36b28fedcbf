import type { ArticleSection } from './sections-markup.ts';

/**
 * The article and what is between it and the thread, on their way from the server to the browser. A loaded page contains
 * them once, as markup, which hydration keeps. When the browser navigates to the page, it is sent them as they are.
 */
export class Article {
  readonly sections: ArticleSection[];
  /** Markup above the thread. */
  readonly below: string;
  readonly isInMarkup: boolean;

  constructor(sections: ArticleSection[], isInMarkup: boolean, below = '') {
    this.sections = sections;
    this.below = below;
    this.isInMarkup = isInMarkup;
  }
}

/** Hydration keeps what is there, unless the value is empty. */
const IN_MARKUP = ' ';

export function encodeArticle({ sections, below, isInMarkup }: Article): Pick<Article, 'sections' | 'below'> {
  if (!isInMarkup) return { sections, below };
  const withoutText = sections.map((section) => ({
    ...section,
    parts: section.parts.map((part) => ({ ...part, html: IN_MARKUP })),
  }));
  return { sections: withoutText, below: below && IN_MARKUP };
}
