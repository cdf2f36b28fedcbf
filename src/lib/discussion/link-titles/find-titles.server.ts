import type { z } from 'zod';
import { textOfHtml } from '#lib/discussion/reading/markdown.server.ts';
import { upToDate } from '#lib/discussion/reading/rendered.server.ts';
import { excerptOf } from '#lib/excerpt.ts';
import { typographic } from '#lib/typographic.ts';
import { readVerdictTitles, readVisibleComments } from './titles.store.server.ts';
import type { LinkTitles } from './titles.ts';
import type { titlesQuery } from './titles-input.ts';

const EXCERPT = 60;

/**
 * What links to these verdicts and comments show, as everyone sees them now. Read when a link is shown and stored
 * nowhere, so that nothing remains of what is removed. What isn't visible is left out.
 */
export async function findTitles({ verdicts, comments }: z.output<typeof titlesQuery>): Promise<LinkTitles> {
  const [titles, rows] = await Promise.all([
    verdicts.length > 0 ? readVerdictTitles(verdicts) : [],
    comments.length > 0 ? readVisibleComments(comments) : [],
  ]);
  return {
    verdicts: titles.map(({ slug, title }) => ({ slug, title: typographic(title) })),
    comments: rows
      .map((row) => upToDate(row))
      .map(({ id, html, author }) => ({
        id,
        author: author.username,
        excerpt: excerptOf(textOfHtml(html), EXCERPT),
      })),
  };
}
