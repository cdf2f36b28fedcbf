// The article of a verdict's page, as markup: the text with its marks, and the lines below its sections. Written here to
// keep it out of the page's JavaScript.
import { authorReplies } from '#lib/authorship/author-replies.server.ts';
import type { Around } from '#lib/discussion/around/find-around.server.ts';
import { STANDS_PART } from '#lib/discussion/where-it-stands/find-stands.server.ts';
import { decorateArticle } from '#lib/passages/marks/decorate-article.ts';
import { PASSAGES } from '#lib/passages/read-passages.server.ts';
import { scorecardsMarkup } from '#lib/scorecards/scorecards-markup.ts';
import { describe } from '#lib/verdicts/page/json-ld.ts';
import { mindsMarkup } from '#lib/verdicts/page/minds-text.ts';
import { articleSections, type ArticleSection } from '#lib/verdicts/page/sections-markup.ts';
import { termsOf } from '#lib/verdicts/page/terms.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { markWeakest } from '#lib/verdicts/weakest-link/mark-weakest.ts';
import { stepLink } from '#lib/votes/stepping/step-link.ts';

/** All in one query: what a feature shows beside article and thread is a part of it. */
export const AROUND = { passages: PASSAGES, stands: STANDS_PART, authorReplies };
type AroundVerdict = Around<typeof AROUND>;

/** The text is in the article's markup. */
export function withoutText({ sections, scorecards: _, ...verdict }: VerdictView) {
  const headings = sections.map(({ id, heading }) => ({ id, heading }));
  return { ...verdict, sections: headings, description: describe({ ...verdict, sections }) };
}

/**
 * Below the last section: whose minds changed, the scorecards, a link to follow or mute the discussion for those who are
 * signed in, and one for authors of the paper.
 */
function lastLines({ sections, claims, blindUntil, ...verdict }: VerdictView): Record<string, string> {
  const last = sections.at(-1)?.id;
  if (last === undefined) return {};
  const lines = [
    blindUntil ? '' : `<div id=minds>${mindsMarkup(claims)}</div>`,
    scorecardsMarkup(verdict),
    `<p class="term signed-in-only"><a href="/following/verdict/${verdict.slug}">Follow or mute this verdict’s discussion</a></p>`,
    `<p class="term"><a href="/v/${verdict.slug}/authorship">Are you an author of this paper?</a></p>`,
  ];
  return { [last]: lines.join('') };
}

export function articleOf(verdict: VerdictView, around: AroundVerdict, replies: string): ArticleSection[] {
  const after = withLinks(termsOf(verdict), verdict);
  const last = verdict.sections.at(-1)?.id;
  // Between the text and the discussion.
  if (last !== undefined) after[last] = `${after[last] ?? ''}${replies}`;
  const decoration = decorateArticle(verdict.slug, verdict.sections, around.passages);
  return markWeakest(articleSections(verdict, { after, decoration }), verdict.weakestLink);
}

/** Below each section: the explanations of its terms, then the links. */
function withLinks(terms: Record<string, string>, verdict: VerdictView): Record<string, string> {
  const html = { ...terms };
  for (const links of [stepLink(verdict), lastLines(verdict)])
    for (const [id, link] of Object.entries(links)) html[id] = `${html[id] ?? ''}${link}`;
  return html;
}
