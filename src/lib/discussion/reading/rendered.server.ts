import { linkedNames } from './link-mentions.ts';
import { RENDERER, renderMarkdown } from './markdown.server.ts';

/** Renders HTML again that an older renderer stored. */
export function upToDate<R extends { body: string; html: string; renderer: number }>(row: R): R {
  return row.renderer === RENDERER
    ? row
    : { ...row, html: renderMarkdown(row.body, linkedNames(row.html)), renderer: RENDERER };
}
