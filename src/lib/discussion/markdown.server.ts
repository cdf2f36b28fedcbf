import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

/** Number of this renderer; raised whenever the same text would come out otherwise, so that stored HTML is made anew. */
export const RENDERER = 1;

// No raw HTML, no images, no headings or tables: what an argument needs, and nothing that shouts.
const markdown = new MarkdownIt('zero', { html: false, linkify: true, breaks: true, maxNesting: 20 }).enable([
  'paragraph',
  'emphasis',
  'strikethrough',
  'blockquote',
  'list',
  'code',
  'fence',
  'backticks',
  'link',
  'autolink',
  'linkify',
  'newline',
  'escape',
  'entity',
  'balance_pairs',
  'text_join',
  'hr',
]);

/** `ugc`: readers wrote it; `noopener`: the page opened must not reach back. */
const LINK_REL = 'nofollow ugc noopener';

// A second wall behind the renderer: should it ever let something through, this list is all that can come out.
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'em', 'strong', 's', 'blockquote', 'ul', 'ol', 'li', 'code', 'pre', 'a', 'hr'],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: { a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: LINK_REL } }) },
};

/** Renders a comment's Markdown to HTML that is safe to place in a page. */
export function renderMarkdown(body: string): string {
  return sanitizeHtml(markdown.render(body), ALLOWED).trim();
}
