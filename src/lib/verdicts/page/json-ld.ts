import { markup, trusted } from '#lib/ui/markup.ts';
import type { Block, Section } from '#lib/verdicts/verdict.ts';
import { shownLabel } from './stamp.ts';

/** Only what anonymous readers may see. */
export interface CommentData {
  id: string;
  /** Empty: the account was deleted. */
  author: string;
  text: string;
  createdAt: string;
}

interface Described {
  title: string;
  publishedAt: string | null;
  model: string | null;
  source: { name: string | null; feed: string | null };
  description: string;
  comments: number;
}

interface Summed {
  sections: Section[];
  claims: { kind: string; label: string }[];
}

/** Search engines and link previews cut at about this length. */
const MAX_DESCRIPTION = 200;

interface Given {
  verdict: Described;
  /** The address of the text that the verdict is about. */
  paper?: string | undefined;
  address: string;
  comments: CommentData[];
}

/** The elements of a verdict's head that only search engines and link previews read. */
export function headMarkup(given: Given): string {
  const { verdict, address } = given;
  const { description } = verdict;
  return markup`<meta name="description" content="${description}" />
<meta property="og:type" content="article" />
<meta property="og:title" content="${verdict.title}" />
<meta property="og:description" content="${description}" />
<meta property="og:url" content="${address}" />
${verdict.publishedAt && markup`<meta property="article:published_time" content="${verdict.publishedAt}" />`}
<script type="application/ld+json">${trusted(verdictData(given))}</script>`.text;
}

/** JSON-LD (schema.org Article and DiscussionForumPosting), safe inside `<script>`. */
export function verdictData(given: Given): string {
  const graph = [article(given), discussion(given)];
  return scriptSafe({ '@context': 'https://schema.org', '@graph': graph });
}

/**
 * JSON for a script element. `</script>` in a comment would end the element; as \u003c it is the same JSON and no
 * tag.
 */
export function scriptSafe(data: unknown): string {
  const escapes: Record<string, string> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };
  return JSON.stringify(data).replace(/[<>&]/g, (character) => escapes[character]!);
}

function article({ verdict, paper, address }: Given) {
  const { name, feed } = verdict.source;
  return {
    '@type': 'Article',
    '@id': `${address}#article`,
    mainEntityOfPage: address,
    headline: verdict.title,
    description: verdict.description,
    datePublished: verdict.publishedAt ?? undefined,
    author: { '@type': 'Organization', name: verdict.model ? `The Oracle (${verdict.model})` : 'The Oracle' },
    publisher: { '@type': 'Organization', name: 'CopeCheck' },
    about: {
      '@type': 'CreativeWork',
      headline: verdict.title,
      url: paper,
      sameAs: paper,
      publisher: feed ?? name ?? undefined,
    },
  };
}

function discussion({ verdict, address, comments }: Given) {
  return {
    '@type': 'DiscussionForumPosting',
    '@id': `${address}#discussion`,
    url: `${address}#discussion`,
    mainEntityOfPage: address,
    headline: `Discussion: ${verdict.title}`,
    text: verdict.description,
    datePublished: verdict.publishedAt ?? undefined,
    author: { '@type': 'Organization', name: 'The Oracle' },
    commentCount: verdict.comments,
    comment: comments.map((comment) => ({
      '@type': 'Comment',
      url: `${address}#c-${comment.id}`,
      text: comment.text,
      datePublished: comment.createdAt,
      author: { '@type': 'Person', name: comment.author || 'Deleted account' },
    })),
  };
}

/** One or two sentences about a verdict. */
export function describe(verdict: Summed): string {
  const labels = verdict.claims
    .filter(({ kind }) => kind === 'classification')
    .map(({ label }) => shownLabel(label));
  const said = labels.length ? `The Oracle’s verdict: ${labels.join('. ')}. ` : '';
  const paragraph = verdict.sections.flatMap(({ blocks }) => blocks).find(isParagraph)?.text ?? '';
  return cut(said + paragraph.replace(/\s+/g, ' '));
}

function isParagraph(block: Block): block is Extract<Block, { type: 'paragraph' }> {
  return block.type === 'paragraph';
}

function cut(text: string): string {
  if (text.length <= MAX_DESCRIPTION) return text.trim();
  return `${text.slice(0, MAX_DESCRIPTION).replace(/\s+\S*$/, '')}…`;
}
