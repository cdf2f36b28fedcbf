import { bulletItem, isBlank, numberedItem, type Line } from '#lib/verdicts/parse/lines/line.ts';
import type { SectionLines } from '#lib/verdicts/parse/shape.ts';
import { sentencesOf } from '#lib/verdicts/parse/lines/sentences.ts';

const LINE = /^(?:the )?(?:final |oracle |oracle’s |oracle's )?classifications?\s*(?::|\s[–—-]\s)\s*(.*)$/i;
const STEP = /^step \d+\s*[:.—–-]\s*/i;
const HEADING = /^(?:the )?(?:final |oracle )?classifications?$/i;
// Longer than any stamp: a paragraph of this size under CLASSIFICATION explains, it doesn't classify.
const MAX_STAMP = 400;
/** A further line of a stamp is one label. */
const MAX_LABEL = 120;

export interface Stamp {
  labels: string[];
  /** The lines that they came from. */
  lines: Line[];
  /** The sections without them. */
  sections: SectionLines[];
}

/** Takes the `Classification:` lines out of the sections' lines; their sentences are the labels, in order. */
export function takeClassification(sections: SectionLines[]): Stamp {
  const split = sections.map((section) => ({ ...section, lines: section.lines.flatMap(withoutProse) }));
  const taken = split.map((section) => takenFrom(section));
  return {
    labels: taken.flatMap(({ labels }) => labels),
    lines: taken.flatMap(({ lines }) => lines),
    sections: split.map((section, i) => ({ ...section, lines: without(section.lines, taken[i]!.lines) })),
  };
}

/** What follows the labels on their line, from the first sentence on that is too long for a label, is text. */
function withoutProse(line: Line): Line[] {
  const value = line.as || line.cells ? undefined : LINE.exec(line.text)?.[1];
  const sentences = value ? sentencesOf(value) : [];
  const long = sentences.findIndex((sentence, i) => i > 0 && sentence.length > MAX_LABEL);
  if (long < 0) return [line];
  return [
    { ...line, text: `Classification: ${sentences.slice(0, long).join(' ')}` },
    { ...line, text: sentences.slice(long).join(' ') },
  ];
}

/** Whether a line says that a classification follows. */
export function isClassification({ text, as, cells }: Line): boolean {
  if (cells) return false;
  return as === 'classification' || (as === null && (LINE.test(text) || isClassificationHeading(text)));
}

export function isClassificationHeading(heading: string): boolean {
  return HEADING.test(heading.replace(STEP, ''));
}

function without(lines: Line[], taken: Line[]): Line[] {
  if (taken.length === 0) return lines;
  const gone = new Set(taken);
  return lines.filter((line) => !gone.has(line));
}

interface Taken {
  labels: string[];
  lines: Line[];
}

function takenFrom({ heading, kind, lines }: SectionLines): Taken {
  const corrected = lines.filter(({ as }) => as === 'classification');
  if (kind === 'excerpt') return { labels: labelsIn(corrected), lines: corrected };
  const auto = isClassificationHeading(heading) ? firstOf(lines) : labelledIn(lines);
  const found = new Set(auto);
  const all = lines.filter((line) => line.as === 'classification' || found.has(line));
  return { labels: labelsIn(all), lines: all };
}

function labelledIn(lines: Line[]): Line[] {
  const taken: Line[] = [];
  for (let i = 0; i < lines.length; i++) {
    const value = isOther(lines[i]!) || lines[i]!.cells ? undefined : LINE.exec(lines[i]!.text)?.[1];
    if (value === undefined) continue;
    const below = value === '' ? belowLabel(lines, i) : 0;
    taken.push(...lines.slice(i, i + 1 + below).filter((line) => !isBlank(line)));
    i += below;
  }
  return taken;
}

/** A section CLASSIFICATION: its first short paragraph or list is the stamp. */
function firstOf(lines: Line[]): Line[] {
  return lines.slice(0, belowLabel(lines, -1)).filter((line) => !isBlank(line));
}

/** How many lines below the label hold the stamp: a list, or one short paragraph. */
function belowLabel(lines: Line[], label: number): number {
  const first = lines.findIndex((line, i) => i > label && line.text !== '');
  if (first < 0 || isOther(lines[first]!) || lines[first]!.text.length > MAX_STAMP) return 0;
  let end = first + 1;
  if (isItem(lines[first]!)) while (end < lines.length && (isBlank(lines[end]) || isItem(lines[end]!))) end++;
  else while (end < lines.length && isShort(lines[end]!)) end++;
  return end - label - 1;
}

/** Whether a person says that the line is something else. */
function isOther({ as }: Line): boolean {
  return as !== null && as !== 'classification';
}

function isShort(line: Line): boolean {
  return !isBlank(line) && !isOther(line) && line.text.length <= MAX_LABEL;
}

function isItem(line: Line): boolean {
  return bulletItem(line) !== null || numberedItem(line) !== null;
}

function labelsIn(lines: Line[]): string[] {
  return lines.flatMap((line) => {
    const text = bulletItem(line) ?? numberedItem(line)?.text ?? line.text;
    return (LINE.exec(text)?.[1] ?? text).split(/\s+[|/·]\s+/).flatMap(sentencesOf);
  });
}
