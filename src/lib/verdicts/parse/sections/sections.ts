import { isClassificationHeading } from '#lib/verdicts/parse/claims/classification.ts';
import { isBanner, isTitleCase, isUpperCase, stripNumber } from './heading-shapes.ts';
import { parseHeading, knownHeading, unknownHeading, type Heading } from './headings.ts';
import {
  bulletItem,
  isBlank,
  numberedItem,
  textBelow,
  assignRole,
  type Line,
  type LineAssignment,
} from '#lib/verdicts/parse/lines/line.ts';
import type { SectionLines, Shape } from '#lib/verdicts/parse/shape.ts';

/** How this page formats its headings, derived from the known ones. Unknown headings must match it. */
interface PageStyle {
  shape: Shape;
  upperCase: boolean;
  numbered: boolean;
  /** The deepest heading level that opens a section (`##`); deeper ones are sub-headings. */
  level: number;
}

// If no known heading is marked, `###` and deeper are sub-headings.
const SECTION_LEVEL = 2;

function pageStyle(lines: Line[], shape: Shape): PageStyle {
  const known = headingsOf(lines, (line) => knownHeading(line, shape));
  const telling = known.length > 0 ? known : headingsOf(lines, (line) => unknownHeading(line, shape));
  const levels = telling.map(({ line }) => line.level).filter((level) => level !== null);
  return {
    shape,
    upperCase: telling.some(({ heading }) => isUpperCase(heading.text.replace(/\s*\(.*$/, ''))),
    numbered: telling.some(({ heading }) => heading.numbered),
    level: levels.length > 0 ? Math.min(...levels) : SECTION_LEVEL,
  };
}

function headingsOf(lines: Line[], read: (line: Line) => Heading | null) {
  return lines.flatMap((line) => {
    const heading = read(line);
    return heading ? [{ line, heading }] : [];
  });
}

/** Text above the first heading is a section with the heading "". */
export function splitSections(lines: Line[], shape: Shape): SectionLines[] {
  const style = pageStyle(lines, shape);
  const sections: SectionLines[] = [sectionOf(null, [])];
  lines.forEach((line, i) => {
    const current = sections.at(-1)!;
    const heading = headingAt(lines, i, { style, current });
    if (!heading) current.lines.push(line);
    else sections.push(sectionOf({ line, heading }, inlineText(line, heading)));
  });
  return attachBanners(sections.filter((section) => section.headingLine !== null || hasText(section)));
}

function sectionOf(opened: { line: Line; heading: Heading } | null, lines: Line[]): SectionLines {
  return {
    heading: opened?.heading.text ?? '',
    kind: opened?.heading.kind ?? 'other',
    banners: [],
    headingLine: opened?.line ?? null,
    bannerLines: [],
    lines,
  };
}

function inlineText(line: Line, { inline }: Heading): Line[] {
  return inline === null ? [] : [{ ...line, text: inline, indent: 0, level: null }];
}

function headingAt(
  lines: Line[],
  i: number,
  { style, current }: { style: PageStyle; current: SectionLines },
): Heading | null {
  const line = lines[i]!;
  if (line.text === '' || line.cells) return null;
  if (line.markedAs === 'heading')
    return knownHeading(line, style.shape) ?? parseHeading(line.text, style.shape);
  if (line.markedAs) return null;
  const known = knownHeading(line, style.shape) ?? classificationHeading(line);
  if (known) return known;
  if (!style.shape.unknownHeadings || style.shape.verbatim.includes(current.kind)) return null;
  if (bulletItem(line) !== null || (line.level ?? 0) > style.level) return null;
  const unknown = unknownHeading(line, style.shape);
  if (unknown) return unknown.numbered && !style.numbered && line.level === null ? null : unknown;
  return titleCaseHeading(lines, i, { style, current });
}

function classificationHeading({ text }: Line): Heading | null {
  return isClassificationHeading(text) ? { text, kind: 'other', inline: null, numbered: false } : null;
}

/** On pages with title-case headings, a title-case line between a blank line and text is a heading. */
function titleCaseHeading(
  lines: Line[],
  i: number,
  { style, current }: { style: PageStyle; current: SectionLines },
): Heading | null {
  const line = lines[i]!;
  const number = numberedItem(line);
  if (current.kind === 'assumptions' && /^assumption\b/i.test(line.text)) return null;
  if (style.upperCase || (number !== null && !style.numbered) || !readsAsTitle(lines, i, style.shape))
    return null;
  const announced = !hasText(current) && isBanner(current.heading);
  const below = hasText(current) || current.heading === '';
  if (!announced && !(below && isBlank(lines[i - 1]))) return null;
  return { text: stripNumber(line.text), kind: 'other', inline: null, numbered: number !== null };
}

/** A title-case line between a blank line and text. */
export function isStandaloneTitle(lines: Line[], i: number, shape: Shape): boolean {
  return isBlank(lines[i - 1]) && readsAsTitle(lines, i, shape);
}

function readsAsTitle(lines: Line[], i: number, shape: Shape): boolean {
  const line = lines[i]!;
  const next = textBelow(lines, i);
  if (line.indent >= 2 || line.level !== null || !next || !isTitleCase(line.text)) return false;
  return !isTitleCase(next.text) && !knownHeading(next, shape) && !unknownHeading(next, shape);
}

/** An unknown heading without text announces the next section and becomes its banner. */
function attachBanners(sections: SectionLines[]): SectionLines[] {
  const kept: SectionLines[] = [];
  let waiting: SectionLines[] = [];
  sections.forEach((section, i) => {
    const announces =
      (section.kind === 'other' || isBanner(section.heading)) &&
      section.headingLine?.markedAs !== 'heading' &&
      section.heading !== '' &&
      !hasText(section) &&
      i < sections.length - 1;
    if (announces) waiting.push(section);
    else {
      const banners = waiting.map(({ heading }) => heading);
      kept.push({ ...section, banners, bannerLines: waiting.map(({ headingLine: opened }) => opened!) });
      waiting = [];
    }
  });
  return kept;
}

export function headingAssignments(sections: SectionLines[]): LineAssignment[] {
  return sections.flatMap(({ headingLine: opened, bannerLines, heading, kind }) => {
    const note = kind === 'other' ? 'A section with an unknown heading.' : undefined;
    const lines = [
      ...assignRole(bannerLines, 'banner'),
      ...(opened ? assignRole([opened], 'heading', note) : []),
    ];
    return lines.map((line) => ({ ...line, section: heading }));
  });
}

function hasText(section: SectionLines): boolean {
  return section.lines.some((line) => line.text !== '');
}
