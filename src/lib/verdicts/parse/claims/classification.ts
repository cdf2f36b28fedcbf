import { bulletItem, isBlank, numberedItem, type Line } from '#lib/verdicts/parse/lines/line.ts';
import type { SectionLines } from '#lib/verdicts/parse/shape.ts';
import { splitSentences } from '#lib/verdicts/parse/lines/sentences.ts';

const LINE = /^(?:the )?(?:final |oracle |oracle’s |oracle's )?classifications?\s*(?::|\s[–—-]\s)\s*(.*)$/i;
const STEP = /^step \d+\s*[:.—–-]\s*/i;
const HEADING = /^(?:the )?(?:final |oracle )?classifications?$/i;
// A longer paragraph under CLASSIFICATION is an explanation.
const MAX_CLASSIFICATION = 400;
const MAX_LABEL = 120;

export interface ExtractedClassification {
  labels: string[];
  lines: Line[];
  sections: SectionLines[];
}

/** Removes the `Classification:` lines from the sections; their sentences are the labels. */
export function extractClassification(sections: SectionLines[]): ExtractedClassification {
  const split = sections.map((section) => ({ ...section, lines: section.lines.flatMap(splitProse) }));
  const taken = split.map((section) => findLabels(section));
  return {
    labels: taken.flatMap(({ labels }) => labels),
    lines: taken.flatMap(({ lines }) => lines),
    sections: split.map((section, i) => ({ ...section, lines: without(section.lines, taken[i]!.lines) })),
  };
}

/** Splits a line at the first sentence too long for a label: the rest is text. */
function splitProse(line: Line): Line[] {
  const value = line.markedAs || line.cells ? undefined : LINE.exec(line.text)?.[1];
  const sentences = value ? splitSentences(value) : [];
  const long = sentences.findIndex((sentence, i) => i > 0 && sentence.length > MAX_LABEL);
  if (long < 0) return [line];
  return [
    { ...line, text: `Classification: ${sentences.slice(0, long).join(' ')}` },
    { ...line, text: sentences.slice(long).join(' ') },
  ];
}

export function isClassification({ text, markedAs, cells }: Line): boolean {
  if (cells) return false;
  return (
    markedAs === 'classification' || (markedAs === null && (LINE.test(text) || isClassificationHeading(text)))
  );
}

export function isClassificationHeading(heading: string): boolean {
  return HEADING.test(heading.replace(STEP, ''));
}

function without(lines: Line[], taken: Line[]): Line[] {
  if (taken.length === 0) return lines;
  const gone = new Set(taken);
  return lines.filter((line) => !gone.has(line));
}

interface FoundLabels {
  labels: string[];
  lines: Line[];
}

function findLabels({ heading, kind, lines }: SectionLines): FoundLabels {
  const corrected = lines.filter(({ markedAs }) => markedAs === 'classification');
  if (kind === 'excerpt') return { labels: labelsIn(corrected), lines: corrected };
  const auto = isClassificationHeading(heading) ? linesBelowHeading(lines) : linesWithLabel(lines);
  const found = new Set(auto);
  const all = lines.filter((line) => line.markedAs === 'classification' || found.has(line));
  return { labels: labelsIn(all), lines: all };
}

function linesWithLabel(lines: Line[]): Line[] {
  const taken: Line[] = [];
  for (let i = 0; i < lines.length; i++) {
    const value =
      isMarkedOtherwise(lines[i]!) || lines[i]!.cells ? undefined : LINE.exec(lines[i]!.text)?.[1];
    if (value === undefined) continue;
    const below = value === '' ? countLabelLines(lines, i) : 0;
    taken.push(...lines.slice(i, i + 1 + below).filter((line) => !isBlank(line)));
    i += below;
  }
  return taken;
}

/** In a section CLASSIFICATION, the first short paragraph or list holds the labels. */
function linesBelowHeading(lines: Line[]): Line[] {
  return lines.slice(0, countLabelLines(lines, -1)).filter((line) => !isBlank(line));
}

/** The number of lines below the label that hold labels: a list, or one short paragraph. */
function countLabelLines(lines: Line[], label: number): number {
  const first = lines.findIndex((line, i) => i > label && line.text !== '');
  if (first < 0 || isMarkedOtherwise(lines[first]!) || lines[first]!.text.length > MAX_CLASSIFICATION)
    return 0;
  let end = first + 1;
  if (isItem(lines[first]!)) while (end < lines.length && (isBlank(lines[end]) || isItem(lines[end]!))) end++;
  else while (end < lines.length && isShort(lines[end]!)) end++;
  return end - label - 1;
}

function isMarkedOtherwise({ markedAs }: Line): boolean {
  return markedAs !== null && markedAs !== 'classification';
}

function isShort(line: Line): boolean {
  return !isBlank(line) && !isMarkedOtherwise(line) && line.text.length <= MAX_LABEL;
}

function isItem(line: Line): boolean {
  return bulletItem(line) !== null || numberedItem(line) !== null;
}

function labelsIn(lines: Line[]): string[] {
  return lines.flatMap((line) => {
    const text = bulletItem(line) ?? numberedItem(line)?.text ?? line.text;
    return (LINE.exec(text)?.[1] ?? text).split(/\s+[|/·]\s+/).flatMap(splitSentences);
  });
}
