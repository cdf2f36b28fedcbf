import type { Block, Scoring, Section, Source, StructuredVerdict } from '../../src/lib/verdicts/verdict.ts';

/** The content of a page. */
export interface Draft extends Scoring {
  shape: StructuredVerdict['shape'];
  title: string;
  source: Source;
  publishedText: string | null;
  model: string | null;
  opening: string | null;
  sample: boolean;
  sections: Pick<Section, 'heading' | 'banners' | 'blocks'>[];
  /** The labels of the `Classification:` line. */
  stamp: string[];
}

export const draftOf = (verdict: StructuredVerdict): Draft => ({
  ...verdict,
  stamp: verdict.claims.filter(({ origin }) => origin === 'classification-line').map(({ label }) => label),
});

/** Writes the parts of a page in one notation. Parts are joined by empty lines. */
interface Notation {
  title(text: string): string;
  line(text: string): string;
  labelled(label: string, text: string): string;
  /** Consecutive lines of label and text. */
  figures(lines: [label: string, text: string][]): string;
  opening(text: string): string;
  heading(text: string): string;
  block(block: Exclude<Block, Assumption>): string;
  assumptions(all: Assumption[]): string;
  link(url: string): string;
  /** The whole page with the boilerplate around a verdict. */
  page(pieces: string[]): string;
}

function pieces(draft: Draft, notation: Notation): string[] {
  const sections = draft.sections.flatMap(({ banners, heading, blocks }, i) => [
    ...banners.map((text) => notation.line(text)),
    ...(heading === '' ? [] : [notation.heading(heading)]),
    ...blocksOf(blocks, notation),
    ...(draft.shape === 'scored-claim' && i === figuresAfter(draft) ? [scored(draft, notation)] : []),
  ]);
  const url = draft.source.url === null ? [] : [notation.link(draft.source.url)];
  return [...headPieces(draft, notation), ...sections, ...stampPieces(draft, notation), ...url];
}

type Assumption = Extract<Block, { type: 'assumption' }>;

/** Consecutive assumptions are written together: in HTML they are one list. */
function blocksOf(blocks: Block[], notation: Notation): string[] {
  const [first, ...rest] = blocks;
  if (first === undefined) return [];
  if (first.type !== 'assumption') return [notation.block(first), ...blocksOf(rest, notation)];
  const end = blocks.findIndex(({ type }) => type !== 'assumption');
  const run = (end < 0 ? blocks : blocks.slice(0, end)) as Assumption[];
  return [notation.assumptions(run), ...blocksOf(blocks.slice(run.length), notation)];
}

function headPieces(draft: Draft, notation: Notation): string[] {
  if (draft.shape === 'statement-analysis') {
    // The banner is above the claim, in a verdict above its first section.
    const named = draft.sections.some(({ banners }) => banners.includes('Cope Analysis'));
    return [
      ...(named ? [] : [notation.title('Cope Analysis')]),
      notation.labelled('Extracted from', draft.title),
      ...statement(draft, notation),
    ];
  }
  const { source, publishedText, model, sample, opening, title } = draft;
  const line = [source.feed, publishedText, model].filter((part) => part !== null).join(' · ');
  return [
    ...(line === '' ? [] : [notation.line(line)]),
    ...(sample ? [notation.line('Sample verdict')] : []),
    notation.title(title),
    ...(opening === null ? [] : [notation.opening(opening)]),
  ];
}

function statement({ score, mode }: Draft, notation: Notation): string[] {
  if (score === null) return [];
  const name = [score.band, mode].filter((part) => part !== null).join(' ');
  return [notation.line(String(score.value)), ...(name === '' ? [] : [notation.line(name)])];
}

const figuresAfter = ({ sections }: Draft) =>
  sections.findIndex(({ heading }) => /^attributed claim$/i.test(heading));

function scored({ score, mode, attribution, confidence }: Draft, notation: Notation): string {
  const lines: [string, string | null][] = [
    ['Score', score && `${score.value}/${score.max}${score.band === null ? '' : ` (${score.band})`}`],
    ['Mode', mode],
    ['Attribution', attribution],
    ['Confidence', confidence === null ? null : `${confidence}%`],
  ];
  return notation.figures(lines.filter((line): line is [string, string] => line[1] !== null));
}

function stampPieces({ stamp }: Draft, notation: Notation): string[] {
  if (stamp.length === 0) return [];
  if (stamp.every((label) => /[.!?。！？]["”]?$/u.test(label)))
    return [notation.labelled('Classification', stamp.join(' '))];
  return [
    notation.labelled('Classification', ''),
    notation.block({ type: 'list', ordered: false, items: stamp }),
  ];
}

const endsSentence = (text: string) => /[.!?…。！？]["'”’»)]*$/u.test(text);

// --- plain text, as the site's own pages are copied ---------------------------------------------------------------

const text: Notation = {
  title: (line) => line,
  line: (line) => line,
  labelled: (label, rest) => `${label}: ${rest}`.trimEnd(),
  figures: (lines) => lines.map(([label, rest]) => `${label}: ${rest}`).join('\n'),
  opening: (line) => `TEXT START: "${line}"`,
  heading: (line) => line,
  block: (block) => {
    switch (block.type) {
      case 'list':
        return block.items
          .map((item, i) => (block.ordered ? `  ${(block.start ?? 1) + i}. ${item}` : `  • ${item}`))
          .join('\n');
      case 'table':
        return plainTable(rowsOf(block));
      default:
        return block.text;
    }
  },
  assumptions: (all) => all.map((each) => assumption(each, '     ')).join('\n\n'),
  link: (url) => `Source: ${url}`,
  page: (all) => all.join('\n\n'),
};

/** A browser copies a table with tabs, which loses an empty last cell. */
function plainTable(rows: string[][]): string {
  const tabs = rows.every((cells) => !cells.includes(''));
  return rows.map((cells) => (tabs ? cells.join('\t') : `| ${cells.join(' | ')} |`)).join('\n');
}

const rowsOf = ({ header, rows }: Extract<Block, { type: 'table' }>) =>
  header === null ? rows : [header, ...rows];

function assumption({ number, label, detail }: Assumption, indent: string) {
  const first = `${indent.slice(3)}${number}. ${label}`;
  if (detail === null) return first;
  return endsSentence(label.replace(/\*+$/, '')) ? `${first} ${detail}` : `${first}\n\n${indent}${detail}`;
}

// --- Markdown ------------------------------------------------------------------------------------------------------

const boldLead = (paragraph: string) => paragraph.replace(/^([^*]{3,120}?[.!?])(?= |$)/u, '**$1**');

const markdown: Notation = {
  title: (line) => `# ${line}`,
  line: (line) => line,
  labelled: (label, rest) => `**${label}:** ${rest}`.trimEnd(),
  figures: (lines) => lines.map(([label, rest]) => `**${label}:** ${rest}`).join('  \n'),
  opening: (line) => `**TEXT START:**\n\n> "${line}"`,
  heading: (line) => `## ${line}`,
  block: (block) => {
    switch (block.type) {
      case 'heading':
        return `### ${block.text}`;
      case 'list':
        return block.items
          .map((item, i) => `${block.ordered ? `${(block.start ?? 1) + i}.` : '-'} ${item}`)
          .join('\n');
      case 'table':
        return pipes(block);
      case 'paragraph':
        return boldLead(block.text);
    }
  },
  assumptions: (all) => all.map((each) => assumption(inMarkdown(each), '   ')).join('\n\n'),
  link: (url) => `[Open original source](${url})`,
  page: (all) => all.join('\n\n'),
};

/** Two spaces at the end of a line are a line break. */
const inMarkdown = (each: Assumption): Assumption => ({
  ...each,
  label: `**${each.label}**`,
  detail: each.detail?.replaceAll('\n', '  \n   ') ?? null,
});

/** Markdown tables need a header, so a table without one gets an empty one. */
function pipes({ header, rows }: Extract<Block, { type: 'table' }>): string {
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const columns = rows[0]!.map(() => '');
  return [row(header ?? columns), `|${columns.map(() => '---').join('|')}|`, ...rows.map(row)].join('\n');
}

// --- HTML ----------------------------------------------------------------------------------------------------------

const escaped = (line: string) =>
  line
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('—', '&mdash;')
    .replaceAll('\n', '<br>');
const element = (name: string, line: string) => `<${name}>${escaped(line)}</${name}>`;

const html: Notation = {
  title: (line) => element('h1', line),
  line: (line) => element('p', line),
  labelled: (label, rest) => `<p><strong>${label}:</strong> ${escaped(rest)}</p>`,
  figures: (lines) =>
    `<p>${lines.map(([label, rest]) => `<b>${label}:</b> ${escaped(rest)}`).join('<br>\n')}</p>`,
  opening: (line) => `<p>TEXT START:</p>\n<blockquote><p>&ldquo;${escaped(line)}&rdquo;</p></blockquote>`,
  heading: (line) => element('h2', line),
  block: (block) => {
    switch (block.type) {
      case 'heading':
        return element('h3', block.text);
      case 'list': {
        const items = block.items.map((item) => `\n  ${element('li', item)}`).join('');
        return block.ordered ? `<ol start="${block.start ?? 1}">${items}\n</ol>` : `<ul>${items}\n</ul>`;
      }
      case 'table':
        return table(block);
      case 'paragraph':
        return element('p', block.text);
    }
  },
  assumptions: (all) =>
    `<ol start="${all[0]!.number}">${all.map((each) => `\n  <li>${listItem(each)}</li>`).join('')}\n</ol>`,
  link: (url) => `<p><a href="${escaped(url)}">Open original source</a></p>`,
  page: (all) => `<!doctype html>
<html lang="en">
<head><title>A page</title><style>h2 > b { margin: 0 }</style><script>if (1 < 2) document.title = "THE VERDICT"</script></head>
<body>
<header><a href="/">CopeCheck</a><nav><ul><li><a href="/v">Verdicts</a></li><li><a href="/sign-in">Sign in</a></li></ul></nav></header>
<main>
${all.join('\n')}
</main>
<footer><p>No cookies.</p></footer>
</body>
</html>
`,
};

function listItem({ label, detail }: Assumption): string {
  const strong = element('strong', label);
  if (detail === null) return strong;
  return endsSentence(label) ? `${strong} ${escaped(detail)}` : `${strong}${element('p', detail)}`;
}

function table({ header, rows }: Extract<Block, { type: 'table' }>): string {
  const row = (name: string) => (cells: string[]) =>
    `<tr>${cells.map((cell) => element(name, cell)).join('')}</tr>`;
  const head = header === null ? '' : `<thead>${row('th')(header)}</thead>`;
  return `<table>${head}<tbody>${rows.map(row('td')).join('\n')}</tbody></table>`;
}

const NOTATIONS = { text, markdown, html };
export type NotationName = keyof typeof NOTATIONS;
export const notationNames = Object.keys(NOTATIONS) as NotationName[];

export const writePage = (draft: Draft, name: NotationName) =>
  NOTATIONS[name].page(pieces(draft, NOTATIONS[name]));
