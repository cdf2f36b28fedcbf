import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { skeletonOf } from '#lib/accounts/username.ts';
import { describeLists } from './describe-lists.ts';
import { linkMentions } from './link-mentions.ts';
import { showUnsupportedAsWritten } from './as-written.ts';
import { linkWebAddresses } from './reader-links.ts';

/** Version of the renderer. Raise it when the output for the same text changes: stored HTML is then rendered again. */
export const RENDERER = 3;

// Only what an argument needs: no raw HTML, images, headings or tables. Readers learn it from markdown-help.server.ts.
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
  // Recognised to be shown as written (as-written.ts).
  'image',
  'lheading',
  'autolink',
  'linkify',
  'newline',
  'escape',
  'entity',
  'balance_pairs',
  'text_join',
  'hr',
]);
showUnsupportedAsWritten(markdown);
linkWebAddresses(markdown);
linkMentions(markdown);
describeLists(markdown);

const LINK_REL = 'nofollow ugc noopener';

// Defence in depth: if the renderer lets something through, only these tags remain.
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'em', 'strong', 's', 'blockquote', 'ul', 'ol', 'li', 'code', 'pre', 'a', 'hr'],
  allowedAttributes: { a: ['href', 'title', 'rel'], ul: ['dir'], ol: ['start', 'dir'], blockquote: ['dir'] },
  allowedClasses: { ol: ['digits-*'], a: ['mention'] },
  allowedSchemes: ['http', 'https'],
  allowProtocolRelative: false,
  transformTags: {
    // Readers can't write classes: a mention is a link of ours.
    a: (tagName, attribs) => ({
      tagName,
      attribs: attribs['class'] ? attribs : { ...attribs, rel: LINK_REL },
    }),
  },
};

/** `names`: those that the text's mentions link to. Each other `@name` stays text. */
export function renderMarkdown(body: string, names: string[] = []): string {
  const links = new Map(names.map((name) => [skeletonOf(name), name]));
  return sanitizeHtml(markdown.render(body, links.size > 0 ? { names: links } : {}), ALLOWED).trim();
}

/** The skeletons of all names that a text mentions, in its order, whether or not they exist. */
export function namesIn(body: string): string[] {
  if (!body.includes('@')) return [];
  const seen = new Set<string>();
  markdown.parse(body, { seen });
  return [...seen];
}

const INLINE_TAG = /<\/?(?:em|strong|s|code|a)(?: [^>]*)?>/g;
const LINE_BREAK = /<br \/>\n?/g;
const BLOCK_BORDER = /<[^>]+>/;
const LINK_ADDRESS = /<a [^>]*href="([^"]*)"/g;
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

const MARKUP = /[*_~`\\]/g;

/**
 * All text of a comment that readers see: in its HTML, and the lines of its source without markup, because the history
 * and excerpts show the source.
 */
export function readableTexts({ body, html }: { body: string; html: string }): string[] {
  return [...shownTexts(html), ...body.replace(MARKUP, '').split('\n')];
}

/**
 * The text of each block, then the address of each link. Only for the sanitiser's output, which escapes `>` and `"` in
 * attributes and has four entities.
 */
function shownTexts(html: string): string[] {
  const addresses = [...html.matchAll(LINK_ADDRESS)].map(([, address = '']) => decoded(address));
  return [...blockTexts(html), ...addresses.flatMap(asTyped)];
}

export function textOfHtml(html: string): string {
  return blockTexts(html).join('\n');
}

const INNERMOST_QUOTATION = /<blockquote[^>]*>(?:(?!<\/?blockquote)[^])*<\/blockquote>/g;

/** Without what a text quotes, which its author may not mean; all of it if there is nothing else. */
export function ownTextOfHtml(html: string): string {
  let own = html;
  for (let before = ''; before !== own;) own = (before = own).replace(INNERMOST_QUOTATION, '');
  return textOfHtml(own) || textOfHtml(html);
}

function blockTexts(html: string): string[] {
  const blocks = html.replace(INLINE_TAG, '').replace(LINE_BREAK, '\n').split(BLOCK_BORDER);
  return blocks.filter((text) => text.trim() !== '').map(decoded);
}

/** `normalizeLinkText` reverses the percent-encoding and punycode that the renderer put into an address. */
function asTyped(address: string): string[] {
  return [...new Set([address, markdown.normalizeLinkText(address)])];
}

function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity]!);
}
