import type { StructuredVerdict } from '../../src/lib/verdicts/verdict.ts';
import type { CorpusPage } from './verdict-corpus.ts';

/** Counts words. */
export type Words = Map<string, number>;

export function countWords(text: string): Words {
  const counts: Words = new Map();
  for (const [word] of text.matchAll(/[\p{L}\p{N}]+/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** The words of `a` that `b` has fewer of. */
export function minus(a: Words, b: Words): string[] {
  return [...a].flatMap(([word, n]) => Array<string>(Math.max(0, n - (b.get(word) ?? 0))).fill(word));
}

const NAMES = [
  'TEXT START',
  'FIRST LINE',
  'TITLE',
  'SOURCE',
  'DATE',
  'MODEL',
  'CLASSIFICATION',
  'SCORE',
  'MODE',
  'ATTRIBUTION',
  'CONFIDENCE',
  'EXTRACTED FROM',
  'OPEN ORIGINAL SOURCE',
  'URL SCAN',
  'ENTITY ANALYSIS',
  'PRODUCT DIAGNOSIS',
  'ORACLE DISSECTION',
  'COPE ANALYSIS',
  'SAMPLE VERDICT',
];
/** The name of a labelled line, or a line that is only a name. */
const name = new RegExp(`^(?:STEP \\d+ - )?(?:${NAMES.join('|')})(?:\\s*:|\\s*$)`, 'gim');
const partOfAssumption = /\b(?:assumption \d+|counter|reality)(?::| -)/gi;
const saysNone = /^\s*N\/A\s*$/gim;
/** The link above a statement analysis, which is between its banner and its claim. */
const backLink = /^\s*← Back to .*$/gm;

/** The number of a list item or heading, which isn't in the verdict's text. */
const number = /^\(?(?:\d{1,3}|[A-H]|[a-h]|[IVX]+)[.)](?:\s|$)/gm;

/** `Assumption 1` and `Counter` on separate lines. In a table's header they are ordinary words. */
const bareName = /^(?:assumption \d+|counter|reality)$/gim;
export const withoutBareNames = (text: string) => text.replace(bareName, '');

/** Text without its markup: Markdown, list markers, numbers, labels, addresses. */
export function unmarked(text: string): string {
  return text
    .replaceAll('\r', '')
    .replace(/\]\([^)\n]*\)?/g, ']')
    .replace(/https?:\/\/\S*/g, '')
    .replace(/[*`[\]]/g, '')
    .replace(/^[\s#>|•-]+/gm, '')
    .replace(backLink, '')
    .replace(name, '')
    .replace(partOfAssumption, '')
    .replace(saysNone, '')
    .replace(/^\s+/gm, '')
    .replace(number, '');
}

/** All words of a verdict, without those of figures, which may also be in a sentence. */
export function verdictWords(verdict: StructuredVerdict): Words {
  const { source, publishedText, model, opening, title, sections } = verdict;
  const stamp = verdict.claims.filter(({ origin }) => origin === 'classification-line');
  const parts = [
    source.feed,
    publishedText,
    model,
    opening,
    repeatsItsText(verdict) ? null : title,
    ...sections.flatMap(({ banners, heading, blocks }) => [
      ...banners,
      heading,
      ...blocks.flatMap(blockTexts),
    ]),
    ...stamp.map(({ label }) => label),
  ];
  return countWords(
    parts
      .filter((part) => part !== null)
      .map(unmarked)
      .join('\n'),
  );
}

/** A statement's title is its claim or its first sentence; a scored claim without a title has the claim as title. */
const repeatsItsText = ({ shape, title, sections }: StructuredVerdict) =>
  shape === 'statement-analysis' ||
  sections.some(
    ({ kind, blocks }) => kind === 'claim' && blocks.flatMap(blockTexts).join('\n').includes(title),
  );

function blockTexts(block: StructuredVerdict['sections'][number]['blocks'][number]): string[] {
  switch (block.type) {
    case 'list':
      return block.items;
    case 'table':
      return [...(block.header ?? []), ...block.rows.flat()];
    case 'assumption':
      return [block.label, withoutBareNames(block.detail ?? '')];
    default:
      return [block.text];
  }
}

/** The words of figures: `57`, `Heavy Cope`, `reframing`. */
export function figureWords({ score, mode, attribution, confidence }: StructuredVerdict): Set<string> {
  const figures = [score?.value, score?.max, score?.band, mode, attribution, confidence];
  return new Set(countWords(figures.join(' ').toLowerCase()).keys());
}

/** The lines of the verdict in a page, from the first to the last that the expectation names. */
export function bodyOf({ expected }: CorpusPage, text: string): string {
  const lines = text.split(/\r?\n/);
  const [first, last] = expected.body!;
  const from = lines.findIndex((line) => line.startsWith(first));
  const to = lines.findLastIndex((line) => line.startsWith(last));
  return lines.slice(Math.max(0, from), to < 0 ? undefined : to + 1).join('\n');
}
