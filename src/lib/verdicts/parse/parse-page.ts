import { sectionIds } from '#lib/verdicts/page/section-id.ts';
import type { Scoring, Section, StructuredVerdict } from '../verdict.ts';
import { readAssumptions } from './claims/assumptions.ts';
import { readBlocks } from './lines/blocks.ts';
import { claimsOf } from './claims/claims.ts';
import { isClassification, isClassificationHeading, takeClassification } from './claims/classification.ts';
import { cutFurniture } from './boilerplate/boilerplate.ts';
import { readHead, type PageHead } from './head/head.ts';
import { isNamedLine, isTitleCase } from './sections/heading-shapes.ts';
import { knownHeading, unknownHeading } from './sections/headings.ts';
import { readLabel } from './head/labels.ts';
import {
  bulletItem,
  isBlank,
  numberedItem,
  shown,
  understood,
  type Line,
  type Understood,
} from './lines/line.ts';
import { takeLink } from './lines/link-line.ts';
import { pageLines, type PageLines } from './lines/page-lines.ts';
import type { Correction, ReadLine, Reading } from './parsed-page.ts';
import { refuseOtherPages, shapeOf } from './detect-shape.ts';
import { cutSections, headingLines } from './sections/sections.ts';
import type { SectionLines, Shape } from './shape.ts';
import { readSourceLine } from './head/source-line.ts';
import { isSeparator } from './lines/text-lines.ts';
import { unwrapped } from './lines/unwrap.ts';
import { VerdictTextError } from './verdict-text-error.ts';

/**
 * Reads a verdict page, in any shape and notation, and says what became of every line.
 * @param text as a browser copies the page, Markdown or HTML; at most `MAX_TEXT` characters of text
 * @param corrections what a person says that a line is; they override what the parser makes of it
 */
export function readPage(text: string, corrections: Correction[] = []): Reading {
  let page: PageLines = { lines: [], raw: [], sourceLines: null };
  const roles: Understood[] = [];
  try {
    page = pageLines(text);
    page.lines = corrected(page.lines, corrections);
    const verdict = verdictOf(page.lines, roles);
    return { verdict, fault: null, lines: readLines(page, roles) };
  } catch (fault) {
    if (!(fault instanceof VerdictTextError)) throw fault;
    return { verdict: null, fault: atSource(fault, page), lines: readLines(page, roles) };
  }
}

/** A fault in HTML names the line of the source too. */
function atSource(fault: VerdictTextError, { sourceLines }: PageLines): VerdictTextError {
  const sourceLine = sourceLines?.[fault.line - 1];
  return sourceLine === undefined ? fault : fault.inHtml(sourceLine);
}

function corrected(lines: Line[], corrections: Correction[]): Line[] {
  const by = new Map(corrections.map(({ line, as }) => [line, as]));
  return by.size === 0 ? lines : lines.map((line) => ({ ...line, as: by.get(line.number) ?? line.as }));
}

/** @throws VerdictTextError where the page is no verdict; `roles` then tell how far it was understood */
function verdictOf(given: Line[], roles: Understood[]): StructuredVerdict {
  const furniture = cutFurniture(given, landmarksOf(shapeOf(given)));
  roles.push(...furniture.cut);
  const shape = shapeOf(furniture.lines);
  const lines = shape.prepare(unwrapped(withoutBlankRuns(furniture.lines), breaksOf(shape)));
  refuseNothing(lines);
  const head = readHead(lines, shape);
  roles.push(...head.lines);
  refuseOtherPages(lines, shape, head);
  const body = readBody(head, shape, roles);
  if (body.sections.length === 0) throw noSection(lines, shape);
  const title = head.title ?? body.title;
  if (title === null) throw noTitle(lines, head);
  const { name, feed, published, model } = head.source;
  return {
    shape: shape.name,
    title,
    source: { name, feed, url: head.url ?? body.url ?? furniture.url },
    publishedAt: published?.day ?? null,
    publishedText: published?.text ?? null,
    model,
    opening: head.opening,
    sample: head.sample,
    ...body.scoring,
    sections: body.sections,
    claims: body.claims,
  };
}

interface Body extends Pick<StructuredVerdict, 'sections' | 'claims'> {
  scoring: Scoring;
  /** For a page whose head has none. */
  title: string | null;
  url: string | null;
}

/** What stands below the head. */
function readBody(head: PageHead, shape: Shape, roles: Understood[]): Body {
  const { scoring, title, ...figures } = shape.figures(cutSections(head.rest, shape));
  const link = takeLink(figures.sections);
  const stamp = takeClassification(link.sections);
  const blocks = stamp.sections.map((section) => sectionOf(section, shape));
  roles.push(...figures.lines, ...link.lines, ...understood(stamp.lines, 'classification'));
  roles.push(...headingLines(stamp.sections), ...blocks.flatMap(({ lines }) => lines));
  const sections = withBanners(withIds(blocks.map(({ section }) => section)), head.banners);
  return {
    scoring,
    title,
    url: link.url,
    sections,
    claims: claimsOf({ stamp: stamp.labels, sections, scoring }),
  };
}

/** Blank lines one at a time, and tables without the line below their header. */
function withoutBlankRuns(given: Line[]): Line[] {
  const lines = given.filter(({ cells }) => cells?.length !== 0);
  return lines.filter((line, i) => !isBlank(line) || (i > 0 && !isBlank(lines[i - 1])));
}

function landmarksOf(shape: Shape) {
  const headingOf = (line: Line) => {
    // `STEP 2 - THE CORE FALLACY` is a banner by its form, and a heading by its name.
    const kind = (knownHeading(line, shape) ?? unknownHeading(line, shape))?.kind ?? 'other';
    return kind === 'other' ? null : kind;
  };
  return { isClassification, headingOf };
}

function breaksOf(shape: Shape) {
  const isWhole = (line: Line) => {
    if (line.level !== null || line.cells || line.as || line.last > line.number) return true;
    const heading = knownHeading(line, shape) ?? unknownHeading(line, shape) ?? readSourceLine(line.text);
    return heading !== null || isTitleCase(line.text);
  };
  const begins = (line: Line) =>
    bulletItem(line) !== null ||
    numberedItem(line) !== null ||
    isWhole(line) ||
    isNamedLine(line.text) ||
    isClassification(line) ||
    readLabel(line.text) !== null;
  return { begins, isWhole };
}

interface ReadSection {
  section: Omit<Section, 'id'>;
  lines: Understood[];
}

function sectionOf({ heading, kind, banners, lines }: SectionLines, shape: Shape): ReadSection {
  const read = kind === 'assumptions' ? readAssumptions(lines, shape) : readBlocks(lines, shape);
  const isLoose = heading === '';
  return {
    section: { heading, kind, banners, blocks: read.blocks },
    lines: read.lines.map((each) => ({
      ...each,
      section: heading,
      ...(isLoose ? LOOSE : unreadFigure(each.line)),
    })),
  };
}

const LOOSE = {
  role: 'not-understood',
  note: 'Stands above the first heading and has no label. It becomes a section without a heading.',
} as const;

function unreadFigure({ text, as }: Line) {
  if (as || !isNamedLine(text)) return {};
  return {
    role: 'not-understood',
    note: 'Looks like a figure, but its value can’t be read. It stays as text.',
  } as const;
}

/** A section whose lines were all taken is none; a banner above it stays, without its heading. */
function withIds(sections: Omit<Section, 'id'>[]): Section[] {
  const idOf = sectionIds();
  const isTaken = ({ heading, blocks }: Omit<Section, 'id'>) =>
    blocks.length === 0 && (heading === '' || isClassificationHeading(heading));
  return sections
    .map((section) => (isTaken(section) ? { ...section, heading: '' } : section))
    .filter((section) => !isTaken(section) || section.banners.length > 0)
    .map((section) => ({ id: idOf(section.heading), ...section }));
}

function withBanners(sections: Section[], banners: string[]): Section[] {
  return sections.map((section, i) =>
    i === 0 ? { ...section, banners: [...banners, ...section.banners] } : section,
  );
}

function refuseNothing(lines: Line[]): void {
  if (lines.some((line) => !isBlank(line))) return;
  throw new VerdictTextError({ line: 1, expected: 'a verdict', found: 'page furniture only' });
}

function noSection(lines: Line[], { example }: Shape): VerdictTextError {
  return new VerdictTextError({ line: lines.at(-1)!.number, expected: example, found: 'the end' });
}

function noTitle(lines: Line[], { lines: used }: PageHead): VerdictTextError {
  const taken = new Set(used.map(({ line }) => line));
  const line = lines.find((each) => !isBlank(each) && !taken.has(each)) ?? lines[0]!;
  return new VerdictTextError({
    line: line.number,
    expected: 'the title of the article',
    found: shown(line.text),
  });
}

/** Every line of the page with its role; what no step used is not understood. */
function readLines({ lines, raw }: PageLines, roles: Understood[]): ReadLine[] {
  const by = new Map<number, Understood>();
  for (const each of roles)
    for (let number = each.line.number; number <= each.line.last; number++)
      if (by.get(number)?.role !== 'furniture') by.set(number, each);
  return lines.map(({ number, text }) => {
    const known = by.get(number);
    const role =
      known?.role ?? (text !== '' ? 'not-understood' : isSeparator(raw[number - 1]!) ? 'separator' : 'blank');
    return {
      number,
      text: raw[number - 1]!,
      role,
      section: known?.section ?? null,
      note: known?.note ?? null,
    };
  });
}
