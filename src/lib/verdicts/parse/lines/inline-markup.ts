import MarkdownIt, { type Token } from 'markdown-it';

const markdown = new MarkdownIt({ html: false, linkify: false });
const MARKUP = /[*_`[\]\\<&~]/;
// A paragraph is shorter. A longer line is no prose, and some of what it may hold costs more than its length.
const MAX_PARSED = 10_000;

/**
 * The text of a line without Markdown's inline marks (emphasis, code, links, escapes), and the first address it links
 * to. Asterisks that close nothing are removed as well when they are doubled: a copied page has bold marks cut in two.
 */
export function stripMarkup(line: string): { text: string; link: string | null } {
  if (!MARKUP.test(line)) return { text: line, link: null };
  if (line.length > MAX_PARSED) return { text: line.replace(/\*{2,}/g, ''), link: null };
  const tokens = markdown.parseInline(line, {})[0]?.children ?? [];
  return { text: textOf(tokens).replace(/\*{2,}/g, ''), link: linkIn(tokens) };
}

function textOf(tokens: Token[]): string {
  return tokens
    .map((token) => (token.type === 'image' ? textOf(token.children ?? []) : textOfToken(token)))
    .join('');
}

function textOfToken({ type, content }: Token): string {
  return type === 'softbreak' || type === 'hardbreak' ? ' ' : content;
}

function linkIn(tokens: Token[]): string | null {
  const href = String(tokens.find(({ type }) => type === 'link_open')?.attrGet('href') ?? '');
  return /^https?:\/\//i.test(href) ? href : null;
}
