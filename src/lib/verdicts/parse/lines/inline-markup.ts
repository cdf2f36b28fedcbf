import MarkdownIt, { type Token } from 'markdown-it';

const markdown = new MarkdownIt({ html: false, linkify: false });
const MARKUP = /[*_`[\]\\<&~]/;
// Longer lines aren't prose, and Markdown parsing can be superlinear.
const MAX_PARSED = 10_000;

/**
 * The text of a line without inline Markdown, and its first link. Unmatched `**` is removed as well: copying can cut
 * bold text in two.
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
