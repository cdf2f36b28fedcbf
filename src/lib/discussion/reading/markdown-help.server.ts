import { renderMarkdown } from './markdown.server.ts';

export interface MarkdownExample {
  what: string;
  source: string;
  html: string;
}

const SUPPORTED: [what: string, source: string][] = [
  ['Emphasis', '*emphasis*, **strong**, ~~struck out~~'],
  ['Paragraphs and lines', 'A line break stays\na line break.\n\nAn empty line starts a paragraph.'],
  ['Quotes', '> What someone said\n\nYour answer'],
  ['Links', '[the preprint](https://arxiv.org/abs/2303.10130)'],
  [
    'Papers and addresses',
    'arXiv:2303.10130, doi:10.1000/182, 10.1000/182, www.example.org, https://example.org',
  ],
  ['Lists', '- one\n- another\n  - below it'],
  ['Numbered lists', '3. the third\n4. the fourth'],
  ['Code in a line', 'where `p < 0.05`'],
  ['Code in a block', '```\nif x > 0:\n    y = x * x\n```'],
  ['A rule', 'Above\n\n---\n\nBelow'],
  ['Signs as they are', '\\*no emphasis\\*\n\n2024\\. That is a year, and no list.'],
];

const UNSUPPORTED: [what: string, source: string][] = [
  ['Headings', '# Heading'],
  ['Underlined headings', 'Heading\n======='],
  ['Reference links', '[the preprint][1]'],
  ['Images', '![a figure](figure.png)'],
  ['Tables', '| a | b |\n|---|---|\n| 1 | 2 |'],
  ['Footnotes', 'A claim[^1]'],
  ['HTML', '<b>bold</b>'],
  ['Other addresses', '[call](tel:+4930123), ada@example.org'],
];

const rendered = ([what, source]: [string, string]): MarkdownExample => ({
  ...{ what, source },
  html: renderMarkdown(source),
});

/** What the help about Markdown shows: each example is rendered as in a comment, so the help can't be wrong. */
export function markdownHelp(): { supported: MarkdownExample[]; unsupported: MarkdownExample[] } {
  return { supported: SUPPORTED.map(rendered), unsupported: UNSUPPORTED.map(rendered) };
}
