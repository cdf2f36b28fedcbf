/** Says whose text is folded, and shows it when pressed. */
export const FOLDED = 'Comment by someone you blocked';

/** A comment's HTML, folded, for a page that is rendered for its reader. */
export function foldedHtml(html: string): string {
  return `<details class="blocked-text"><summary>${FOLDED}</summary>${html}</details>`;
}
