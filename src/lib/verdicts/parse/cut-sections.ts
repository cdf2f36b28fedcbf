import { isBanner, isTitleCase, isUpperCase, unnumbered } from './heading-shapes.ts';
import { knownHeading, unknownHeading, type Heading } from './headings.ts';
import { bulletItem, isBlank, numberedItem, textBelow, type Line } from './page-lines.ts';
import type { SectionKind } from '../verdict.ts';

export interface SectionLines {
  heading: string;
  kind: SectionKind;
  banners: string[];
  lines: Line[];
}

/** How this page writes its headings, told by the known ones: an unknown one must be like them to open a section. */
export interface PageStyle {
  upperCase: boolean;
  numbered: boolean;
  /** The scored-claim shape, where a source's own headings stand in the excerpt. */
  scored: boolean;
}

const SCORED_KINDS: SectionKind[] = ['summary', 'claim', 'rationale', 'evidence', 'excerpt'];

export function pageStyle(lines: Line[]): PageStyle {
  const known = lines.map(knownHeading).filter((heading) => heading !== null);
  const telling = known.length > 0 ? known : lines.map(unknownHeading).filter((heading) => heading !== null);
  return {
    upperCase: telling.some((heading) => isUpperCase(heading.text.replace(/\s*\(.*$/, ''))),
    numbered: telling.some((heading) => heading.numbered),
    scored: known.filter((heading) => SCORED_KINDS.includes(heading.kind)).length >= 2,
  };
}

/** Cuts the page below its head into sections, in order; text before the first heading has the heading "". */
export function cutSections(lines: Line[], style: PageStyle): SectionLines[] {
  const sections: SectionLines[] = [{ heading: '', kind: 'other', banners: [], lines: [] }];
  lines.forEach((line, i) => {
    const current = sections.at(-1)!;
    const heading = headingAt(lines, i, { style, current });
    if (!heading) return current.lines.push(line);
    const inline = heading.inline === null ? [] : [{ ...line, text: heading.inline, indent: 0 }];
    return sections.push({ heading: heading.text, kind: heading.kind, banners: [], lines: inline });
  });
  return withBanners(sections.filter((section) => section.heading !== '' || hasText(section)));
}

function headingAt(
  lines: Line[],
  i: number,
  at: { style: PageStyle; current: SectionLines },
): Heading | null {
  const line = lines[i]!;
  const known = knownHeading(line);
  if (known) return known;
  const quoted = at.style.scored && at.current.kind === 'excerpt';
  if (line.text === '' || quoted || bulletItem(line) !== null) return null;
  const unknown = unknownHeading(line);
  if (unknown) return unknown.numbered && !at.style.numbered ? null : unknown;
  const number = numberedItem(line);
  if (at.style.upperCase || (number !== null && !at.style.numbered) || !readsAsTitle(lines, i)) return null;
  const announced = !hasText(at.current) && isBanner(at.current.heading);
  const below = hasText(at.current) || at.current.heading === '';
  if (!announced && !(below && isBlank(lines[i - 1]))) return null;
  return { text: unnumbered(line.text), kind: 'other', inline: null, numbered: number !== null };
}

/** A title-case line between an empty line and a text. */
export function standsAlone(lines: Line[], i: number): boolean {
  return isBlank(lines[i - 1]) && readsAsTitle(lines, i);
}

function readsAsTitle(lines: Line[], i: number): boolean {
  const line = lines[i]!;
  const next = textBelow(lines, i);
  if (line.indent >= 2 || !next || !isTitleCase(line.text)) return false;
  return !isTitleCase(next.text) && !knownHeading(next) && !unknownHeading(next);
}

/** An unknown heading without any text announces the next section: it becomes that section's banner. */
function withBanners(sections: SectionLines[]): SectionLines[] {
  const kept: SectionLines[] = [];
  let banners: string[] = [];
  sections.forEach((section, i) => {
    const announces =
      (section.kind === 'other' || isBanner(section.heading)) &&
      section.heading !== '' &&
      !hasText(section) &&
      i < sections.length - 1;
    if (announces) banners.push(section.heading);
    else {
      kept.push({ ...section, banners });
      banners = [];
    }
  });
  return kept;
}

function hasText(section: SectionLines): boolean {
  return section.lines.some((line) => line.text !== '');
}
