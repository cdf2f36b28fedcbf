import { isBanner, isUpperCase } from './heading-shapes.ts';
import { knownHeading } from './headings.ts';
import { readLabel, saysNone, unquoted, webAddress } from './labels.ts';
import { bulletItem, isBlank, type Line } from './page-lines.ts';
import { readSourceLine, type SourceLine } from './source-line.ts';
import { VerdictTextError } from './verdict-text-error.ts';

export interface PageHead {
  source: SourceLine;
  url: string | null;
  title: string;
  opening: string | null;
  sample: boolean;
  /** The lines that the head did not use up, in their order. */
  rest: Line[];
}

/** The longest paper titles run to some 250 characters; a longer line is a paragraph. */
export const MAX_TITLE = 300;
const NO_SOURCE: SourceLine = { name: null, feed: null, published: null, model: null };
const SAMPLE = /^sample verdict\.?$/i;

/**
 * Reads what stands above the first section: source line, sample mark, title, opening quote, `URL SCAN`.
 * @throws VerdictTextError where there is no title
 */
export function readHead(lines: Line[]): PageHead {
  const queue = lines.slice(
    Math.max(
      0,
      lines.findIndex((line) => line.text !== ''),
    ),
  );
  const first = queue[0]!;
  const sampleAbove = takeSample(queue);
  const source = readSourceLine(queue[0]?.text ?? '');
  if (source) takeLine(queue);
  const sample = takeSample(queue) || sampleAbove;
  const at = queue[0] ?? first;
  const title = isTitle(queue[0]) ? unquotedTitle(takeLine(queue).text) : null;
  const labels = readLabels(queue, title);
  if (!labels.title)
    throw new VerdictTextError({
      line: at.number,
      expected: 'the title of the article',
      found: shown(at.text),
    });
  return { ...labels, title: labels.title, source: source ?? NO_SOURCE, sample: sample || labels.sample };
}

function takeSample(queue: Line[]): boolean {
  const marked = SAMPLE.test(queue[0]?.text ?? '');
  if (marked) takeLine(queue);
  return marked;
}

/** Takes the first line and the empty ones below it. */
function takeLine(queue: Line[]): Line {
  const line = queue.shift()!;
  while (queue.length > 0 && isBlank(queue[0])) queue.shift();
  return line;
}

function isTitle(line: Line | undefined): boolean {
  if (!line || line.text.length > MAX_TITLE || !/[\p{L}\p{N}]/u.test(line.text)) return false;
  const other = readLabel(line.text) ?? bulletItem(line);
  return other === null && !isHeading(line) && !isBanner(line.text) && !/^url scan$/i.test(line.text);
}

/** A paper may be called “The Verdict: …”, so a name with more behind it is a heading only in upper case. */
function isHeading(line: Line): boolean {
  const heading = knownHeading(line);
  return heading !== null && (isUpperCase(heading.text) || !/[:—–]/.test(line.text));
}

function unquotedTitle(text: string): string {
  return unquoted(text.replace(/^#{1,6}\s+/, '').replace(/^\*\*(.+)\*\*$/, '$1'));
}

type Labels = Omit<PageHead, 'source' | 'title'> & { title: string | null };

/** The labelled lines before the first known section. A label that tells nothing new or nothing at all stays text. */
function readLabels(queue: Line[], givenTitle: string | null): Labels {
  const end = queue.findIndex((line) => knownHeading(line));
  const above = end < 0 ? queue : queue.slice(0, end);
  const found: Labels = { url: null, title: givenTitle, opening: null, sample: false, rest: [] };
  for (const line of above) if (!took(found, line)) found.rest.push(line);
  return { ...found, rest: found.rest.concat(end < 0 ? [] : queue.slice(end)) };
}

function took(found: Labels, line: Line): boolean {
  if (SAMPLE.test(line.text)) return (found.sample = true);
  const label = readLabel(line.text);
  if (!label) return false;
  const value = unquoted(label.value);
  if (label.name === 'opening') return tookOpening(found, value);
  const url = webAddress(value);
  if (url && !found.url) return (found.url = url) !== '';
  if (label.name === 'title') found.title ??= saysNone(value) || value.length > MAX_TITLE ? null : value;
  return value !== '' && found.title === value;
}

function tookOpening(found: Labels, value: string): boolean {
  if (saysNone(value)) return value === '';
  found.opening ??= value;
  return found.opening === value;
}

function shown(text: string): string {
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}
