import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import type { Block, StructuredVerdict } from '../verdict.ts';
import { corpus, type CorpusPage } from '../../../../tests/support/verdict-corpus.ts';
import {
  bodyOf,
  countWords,
  figureWords,
  minus,
  unmarked,
  verdictWords,
  withoutBareNames,
} from '../../../../tests/support/verdict-words.ts';
import {
  draftOf,
  notationNames,
  writePage,
  type NotationName,
} from '../../../../tests/support/write-page.ts';
import { parseVerdict } from './parse-verdict.ts';
import { parsePage } from './parse-page.ts';
import { type LineRole } from './parsed-page.ts';
import { VerdictTextError } from './verdict-text-error.ts';

const renderer = new MarkdownIt({ html: true });

const folders = [
  resolve(import.meta.dirname, '../samples'),
  resolve(import.meta.dirname, '../fixtures'),
  resolve(import.meta.dirname, '../../../../../shared/verdicts'),
];

/** Pages whose understanding other tests prove, beside those of the corpus. */
const known = folders
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((file) => file.endsWith('.txt'))
  .map((file) => ({
    name: file.split('/').slice(-2).join('/'),
    notation: 'text' as const,
    text: readFileSync(file, 'utf8'),
  }));

type Page = Pick<CorpusPage, 'name' | 'notation' | 'text'>;
const pages: Page[] = [...corpus, ...known];
const table = pages.map((page) => [page.name, page] as const);

const BEFORE: Record<CorpusPage['notation'], string> = {
  text: 'CopeCheck\nHome\nVerdicts\nAbout\nSign in\n\n← Back to the feed\n\n',
  markdown: '[CopeCheck](/)\n\n- [Home](/)\n- [Verdicts](/v)\n- [Sign in](/sign-in)\n\n',
  html: '',
};

const AFTER: Record<CorpusPage['notation'], string[]> = {
  text: [
    '\n\nNo comments yet. Be the first to weigh in.\n\nThe Cope Report\n\nA weekly digest.\n\nSubscribe Free\n',
    '\n\nComments (2)\n\nada\n2 days ago\nTHE VERDICT\n\nIt fails, as I said.\n\nReply\n\nbo\n1 day ago\nClassification: Reply.\n',
    '\n\nShare this verdict\n\nCopy link\n\nRelated verdicts\n\nNBER · 2 Feb 2026\nA paper about pay\nPlain evidence.\n',
  ],
  markdown: [
    '\n\n---\n\n## Comments (1)\n\n**ada** · 2 days ago\n\n> It fails.\n\nQuite.\n\n[Reply](#)\n',
    '\n\n### The Cope Report\n\nA weekly digest.\n\n[Subscribe Free](/s)\n',
  ],
  html: [],
};

describe.each(table)('%s', (_, page) => {
  const verdict = parseVerdict(page.text);
  const parsed = parsePage(page.text, []);

  test('line ends make no difference', () => {
    expect(parseVerdict(page.text.replaceAll('\n', '\r\n'))).toEqual(verdict);
  });

  test('the page around it makes no difference', () => {
    const { notation, text } = page;
    expect(parseVerdict(BEFORE[notation] + text)).toEqual(verdict);
    for (const after of AFTER[notation]) expect(parseVerdict(text + after)).toEqual(verdict);
  });

  test.each(notationNames)('written as %s, it is the same verdict', (notation) => {
    const written = parseVerdict(writePage(draftOf(verdict), notation));
    expect(comparable(written, notation)).toEqual(comparable(verdict, notation));
  });

  test('as HTML that a library makes of Markdown, it is the same verdict', () => {
    const sources = [
      writePage(draftOf(verdict), 'markdown'),
      ...(page.notation === 'markdown' ? [page.text] : []),
    ];
    for (const source of sources) expect(parseVerdict(renderer.render(source))).toEqual(verdict);
  });

  test('lines are numbered, in order, and each has what it became', () => {
    const { lines } = parsed;
    expect(parsed.verdict).toEqual(verdict);
    expect(lines.map(({ number }) => number)).toEqual(lines.map((_line, i) => i + 1));
    if (page.notation !== 'html')
      expect(lines.map(({ text }) => text).join('\n')).toBe(page.text.replace(/\n$/, ''));
  });

  test('no word of the verdict is from a line that was cut', () => {
    const { lines } = parsed;
    const kept = lines.filter(({ role }) => role !== 'furniture').map(({ text }) => text);
    expect(minus(verdictWords(verdict), countWords(kept.join('\n')))).toEqual([]);
  });

  test('every word of a line that was kept is in the verdict', () => {
    const { lines } = parsed;
    const kept = lines.filter(({ role }) => KEPT.has(role)).map(({ text }) => text);
    expect(minus(countWords(unmarked(withoutBareNames(kept.join('\n')))), verdictWords(verdict))).toEqual([]);
  });

  test('every line was understood', () => {
    const { lines } = parsed;
    expect(lines.filter(({ role }) => role === 'not-understood')).toEqual([]);
  });
});

/** What each line of these became is in the verdict, word for word; the head's lines and figures are read, not kept. */
const KEPT = new Set<LineRole>([
  'opening',
  'heading',
  'sub-heading',
  'paragraph',
  'list',
  'table',
  'assumption',
  'classification',
  'not-understood',
]);

/** Plain text can't tell a sub-heading from a short paragraph, nor a table's first row from its header. */
function comparable(verdict: StructuredVerdict, notation: NotationName): StructuredVerdict {
  if (notation !== 'text') return verdict;
  return {
    ...verdict,
    sections: verdict.sections.map((each) => ({ ...each, blocks: each.blocks.map(asText) })),
  };
}

function asText(block: Block): Block {
  if (block.type === 'heading') return { type: 'paragraph', text: block.text };
  if (block.type === 'table' && block.header !== null)
    return { type: 'table', header: null, rows: [block.header, ...block.rows] };
  return block;
}

// --- copies that end early -----------------------------------------------------------------------------------------

const TENTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const bodies = corpus.filter(({ expected }) => expected.body !== undefined);

function read(text: string): StructuredVerdict | VerdictTextError {
  try {
    return parseVerdict(text);
  } catch (error) {
    if (error instanceof VerdictTextError) return error;
    throw error;
  }
}

test.each(bodies.map((page) => [page.name, page] as const))(
  'no tenth of %s loses a word or has it twice',
  (_, page) => {
    for (const tenth of TENTHS) {
      const text = page.text.slice(0, Math.floor((page.text.length * tenth) / 10));
      const verdict = read(text);
      if (verdict instanceof VerdictTextError) expect(lineExists(verdict, text)).toBe(true);
      else expect({ tenth, ...difference(page, text, verdict) }).toEqual({ tenth, lost: [], added: [] });
    }
  },
);

function lineExists({ line }: VerdictTextError, text: string) {
  return line >= 1 && line <= text.split('\n').length;
}

function difference(page: CorpusPage, text: string, verdict: StructuredVerdict) {
  const said = verdictWords(verdict);
  const body = countWords(unmarked(withoutBareNames(bodyOf(page, text))));
  const figures = figureWords(verdict);
  const isFigure = (word: string) => figures.has(word.toLowerCase());
  // The last line of a copy may be the beginning of boilerplate, which nothing can recognise.
  const lastLine = countWords(text.split('\n').at(-1)!);
  return {
    lost: minus(body, said).filter((word) => !isFigure(word) && !mayRepeat(page, verdict, word)),
    added: minus(said, body).filter((word) => !isFigure(word) && !lastLine.has(word)),
  };
}

/** What a labelled line of the head repeats (`SOURCE: MIT Technology Review`) is kept once. */
function mayRepeat({ expected }: CorpusPage, verdict: StructuredVerdict, word: string): boolean {
  const repeated = [expected.source.feed, expected.title, verdict.title].join(' ');
  return countWords(repeated.toLowerCase()).has(word.toLowerCase());
}

// --- a table for people: PRINT_TABLE=1 npx vitest run …/notations.test.ts ------------------------------------------------

const summary = (text: string) => {
  const verdict = read(text);
  if (verdict instanceof VerdictTextError) return `refused:${verdict.line}`;
  return `${verdict.sections.length}/${verdict.claims.length}`;
};

test.runIf(process.env.PRINT_TABLE)('the table: sections/claims, or the line of the refusal', () => {
  const columns = [
    'page',
    'own',
    ...notationNames,
    'CRLF',
    'before',
    'after',
    ...TENTHS.slice(0, 9).map((n) => `${n}0%`),
  ];
  const rows = pages.map((page) => {
    const draft = draftOf(parseVerdict(page.text));
    return [
      page.name,
      summary(page.text),
      ...notationNames.map((notation) => summary(writePage(draft, notation))),
      summary(page.text.replaceAll('\n', '\r\n')),
      summary(BEFORE[page.notation] + page.text),
      summary(page.text + (AFTER[page.notation][0] ?? '')),
      ...TENTHS.slice(0, 9).map((n) => summary(page.text.slice(0, Math.floor((page.text.length * n) / 10)))),
    ];
  });
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)));
  const lines = [columns, ...rows].map((row) => row.map((cell, i) => cell.padEnd(widths[i]!)).join(' '));
  process.stdout.write(`${lines.join('\n')}\n`);
});
