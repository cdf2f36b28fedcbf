import { RENDERER, renderMarkdown } from './markdown.server.ts';

/** The row with HTML of today's renderer: what an older one stored is made anew from the text as written. */
export function upToDate<R extends { body: string; html: string; renderer: number }>(row: R): R {
  return row.renderer === RENDERER ? row : { ...row, html: renderMarkdown(row.body), renderer: RENDERER };
}
