import type { Block, Section, StructuredVerdict } from '#lib/verdicts/verdict.ts';
import { sameJson } from '#lib/verdicts/versions/same-json.ts';
import { stripMarkup } from './inline-markup.ts';
import { parsePage } from '#lib/verdicts/parse/parse-page.ts';
import { splitLabelAndDetail, splitSentences } from './sentences.ts';
import { titleFromText } from '#lib/verdicts/parse/head/derived-title.ts';

/**
 * Renders a verdict as page text that parses to the same verdict; null if that isn't possible, as for claims that the
 * text doesn't contain.
 */
export function renderPageText(verdict: StructuredVerdict): string | null {
  const text = render(verdict);
  return sameJson(parsePage(text).verdict, verdict) ? text : null;
}

function render(verdict: StructuredVerdict): string {
  const stamp = stampText(verdict);
  const isLast = verdict.sections.at(-1)?.kind !== 'excerpt';
  const parts = [
    ...headText(verdict),
    ...(isLast ? [] : stamp),
    ...sectionsText(verdict),
    ...(isLast ? stamp : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function headText(verdict: StructuredVerdict): string[] {
  const { source, opening, sample } = verdict;
  const labels = [
    ...(hasSourceLine(verdict) ? [] : labelled(verdict)),
    ...(source.url ? [`URL: ${source.url}`] : []),
    ...(opening
      ? [`TEXT START: ${opening.includes('"') ? escapeMarkdown(opening) : `"${escapeMarkdown(opening)}"`}`]
      : []),
  ];
  const top = [
    ...(hasSourceLine(verdict) ? [sourceLine(verdict)] : []),
    ...(sample ? ['Sample verdict'] : []),
    ...titleText(verdict),
    ...labels,
  ];
  return [top.join('\n'), figuresText(verdict).join('\n')].filter((text) => text !== '');
}

function hasSourceLine({ source, publishedText, model }: StructuredVerdict): boolean {
  return source.feed !== null && (publishedText !== null || model !== null);
}

function sourceLine({ source, publishedText, model }: StructuredVerdict): string {
  return [source.feed, publishedText, model].filter((part) => part !== null).join(' · ');
}

function labelled({ source, publishedText, model }: StructuredVerdict): string[] {
  const parts = { Source: source.feed, Date: publishedText, Model: model };
  return Object.entries(parts).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
}

/** A statement's title is its claim, or the first sentence of its text. */
function titleText({ shape, title, sections }: StructuredVerdict): string[] {
  if (shape !== 'statement-analysis') return [`Title: ${escapeMarkdown(title)}`];
  const claim = sections.find(isClaim)?.blocks[0];
  if (claim?.type === 'paragraph') return [`Extracted from: ${escapeMarkdown(claim.text)}`];
  const excerpt = sections.find(({ kind }) => kind === 'excerpt')?.blocks[0];
  const isDerived = excerpt?.type === 'paragraph' && titleFromText(excerpt.text) === title;
  return isDerived ? [] : [`Extracted from: ${escapeMarkdown(title)}`];
}

/** The parser makes a section of a claim that is too long for a title. */
function isClaim({ kind, heading }: Section): boolean {
  return kind === 'claim' && heading === 'Extracted from';
}

function figuresText({ score, mode, attribution, confidence, speaker }: StructuredVerdict): string[] {
  const figures = {
    Score: score && `${score.value}/${score.max}${score.band ? ` (${score.band})` : ''}`,
    Mode: mode,
    Attribution: attribution && escapeMarkdown(attribution),
    Confidence: confidence === null ? null : `${confidence}%`,
    Speaker: speaker,
  };
  return Object.entries(figures).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
}

/** One line if it splits into the same labels, otherwise a list. */
function stampText({ claims }: StructuredVerdict): string[] {
  const labels = claims.filter(({ origin }) => origin === 'classification-line').map(({ label }) => label);
  if (labels.length === 0) return [];
  const line = labels.join(' ');
  if (sameJson(splitSentences(line), labels)) return [`Classification: ${escapeMarkdown(line)}`];
  return [['Classification:', ...labels.map((label) => `- ${escapeMarkdown(label)}`)].join('\n')];
}

function sectionsText({ shape, sections }: StructuredVerdict): string[] {
  const isSeparate = (section: Section) => shape !== 'statement-analysis' || !isClaim(section);
  return sections
    .filter(isSeparate)
    .flatMap(({ heading, kind, banners, blocks }) => [
      ...banners.map(escapeMarkdown),
      ...(heading ? [`## ${escapeMarkdown(heading)}`] : []),
      ...blocks.map((block) => blockText(block, kind)),
    ]);
}

function blockText(block: Block, kind: Section['kind']): string {
  switch (block.type) {
    case 'heading':
      return `### ${escapeMarkdown(block.text)}`;
    case 'list':
      return block.items.map((item, i) => `  ${bullet(block, i)} ${escapeMarkdown(item)}`).join('\n');
    case 'table':
      return tableText(block);
    case 'assumption':
      return assumptionText(block);
    case 'paragraph':
      return paragraphText(block.text, kind);
  }
}

function bullet({ ordered, start = 1 }: Extract<Block, { type: 'list' }>, i: number): string {
  return ordered ? `${start + i}.` : '-';
}

function tableText({ header, rows }: Extract<Block, { type: 'table' }>): string {
  const row = (cells: string[]) =>
    `| ${cells.map((cell) => escapeMarkdown(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const head = header ? [row(header), `|${header.map(() => '---').join('|')}|`] : [];
  return [...head, ...rows.map(row)].join('\n');
}

/** On one line if the parser splits it at the same place, otherwise on separate lines. */
function assumptionText({ number, label, detail }: Extract<Block, { type: 'assumption' }>): string {
  const [first = '', ...others] = detail?.split('\n') ?? [];
  const heads = detail ? [`${label} ${first}`, `${label} - ${first}`, `${label} → ${first}`] : [label];
  const head = heads.find((each) => sameJson(splitLabelAndDetail(each, others), { label, detail }));
  const lines = head ? [head, ...others] : [label, first, ...others];
  return lines
    .map((line, i) => (i === 0 ? `  ${number}. ${escapeMarkdown(line)}` : `     ${escapeMarkdown(line)}`))
    .join('\n');
}

// Longer than any heading or label, so it needs no mark to be read as text.
const SENTENCE = /^\p{L}.{80,}[.!?…]["'”’)\]]*$/u;

/** A leading backslash marks a line as text. */
function paragraphText(text: string, kind: Section['kind']): string {
  const [first = ''] = text;
  const isPlain = kind !== 'assumptions' && SENTENCE.test(text) && !/:|\s[-–•|]\s/.test(text);
  return isPlain ? escapeMarkdown(text) : `\\${first}${escapeMarkdown(text.slice(first.length))}`;
}

function escapeMarkdown(text: string): string {
  return stripMarkup(text).text === text ? text : text.replace(/[\\`*_[\]<>&~]/g, '\\$&');
}
