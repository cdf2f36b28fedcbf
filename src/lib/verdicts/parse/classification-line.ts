import type { SectionLines } from './cut-sections.ts';
import { bulletItem, isBlank, numberedItem, type Line } from './page-lines.ts';
import { sentencesOf } from './sentences.ts';

const LINE = /^(?:\*\*)?(?:final |oracle )?classification(?:\*\*)?\s*:\s*(?:\*\*)?\s*(.*)$/i;
const HEADING = /^(?:the )?(?:final |oracle )?classification$/i;
// Longer than any stamp: a paragraph of this size under CLASSIFICATION explains, it doesn't classify.
const MAX_STAMP = 400;

/** Takes the `Classification:` lines out of the sections' lines and returns their sentences, in order. */
export function takeClassification(sections: SectionLines[]): string[] {
  return sections
    .filter((section) => section.kind !== 'excerpt')
    .flatMap((section) => (HEADING.test(section.heading) ? takeFirst(section) : takeLines(section)));
}

function takeLines(section: SectionLines): string[] {
  const taken: string[] = [];
  for (let i = 0; i < section.lines.length; i++) {
    const value = LINE.exec(section.lines[i]!.text)?.[1];
    if (value === undefined) continue;
    const below = value === '' ? belowLabel(section.lines, i) : 0;
    const lines = section.lines.splice(i, 1 + below).slice(1);
    taken.push(...(value === '' ? sentencesIn(lines) : sentencesOf(value)));
    i--;
  }
  return taken;
}

/** A section CLASSIFICATION: its first short paragraph or list is the stamp. */
function takeFirst(section: SectionLines): string[] {
  const taken = section.lines.splice(0, belowLabel(section.lines, -1));
  return sentencesIn(taken);
}

/** How many lines below the label hold the stamp: a list, or one short paragraph. */
function belowLabel(lines: Line[], label: number): number {
  const first = lines.findIndex((line, i) => i > label && line.text !== '');
  if (first < 0 || lines[first]!.text.length > MAX_STAMP) return 0;
  let end = first + 1;
  if (isItem(lines[first]!)) while (end < lines.length && (isBlank(lines[end]) || isItem(lines[end]!))) end++;
  return end - label - 1;
}

function isItem(line: Line): boolean {
  return bulletItem(line) !== null || numberedItem(line) !== null;
}

function sentencesIn(lines: Line[]): string[] {
  return lines.flatMap((line) => sentencesOf(bulletItem(line) ?? numberedItem(line)?.text ?? line.text));
}
