import { sectionIds } from '#lib/verdicts/page/section-id.ts';
import type { Scoring, Section, StructuredVerdict } from '../verdict.ts';
import { parseAssumptions } from './claims/assumptions.ts';
import { parseBlocks } from './lines/blocks.ts';
import { extractClaims } from './claims/claims.ts';
import { isClassification, isClassificationHeading, extractClassification } from './claims/classification.ts';
import { removeBoilerplate } from './boilerplate/boilerplate.ts';
import { parseHead, type PageHead } from './head/head.ts';
import { isNamedLine, isTitleCase } from './sections/heading-shapes.ts';
import { knownHeading, unknownHeading } from './sections/headings.ts';
import { parseLabel } from './head/labels.ts';
import {
  bulletItem,
  isBlank,
  numberedItem,
  quotedExcerpt,
  assignRole,
  type Line,
  type LineAssignment,
} from './lines/line.ts';
import { extractLink } from './lines/link-line.ts';
import { splitPage, type PageLines } from './lines/page-lines.ts';
import type { Correction, ParsedLine, ParsedPage } from './parsed-page.ts';
import { assertIsVerdict, detectShape } from './detect-shape.ts';
import { splitSections, headingAssignments } from './sections/sections.ts';
import type { SectionLines, Shape } from './shape.ts';
import { parseSourceLine } from './head/source-line.ts';
import { isSeparator } from './lines/text-lines.ts';
import { unwrapLines } from './lines/unwrap.ts';
import { VerdictTextError } from './verdict-text-error.ts';

/**
 * Parses a verdict page of any shape and notation, and assigns a role to every line. @param text as a browser copies
 * the page, Markdown or HTML; at most `MAX_TEXT` characters of text @param corrections override the parser for single
 * lines
 */
export function parsePage(text: string, corrections: Correction[] = []): ParsedPage {
  let page: PageLines = { lines: [], raw: [], sourceLines: null };
  const roles: LineAssignment[] = [];
  try {
    page = splitPage(text);
    page.lines = applyCorrections(page.lines, corrections);
    const verdict = parseLines(page.lines, roles);
    return { verdict, error: null, lines: linesWithRoles(page, roles) };
  } catch (error) {
    if (!(error instanceof VerdictTextError)) throw error;
    return { verdict: null, error: withSourceLine(error, page), lines: linesWithRoles(page, roles) };
  }
}

/** For HTML, adds the source line to the message. */
function withSourceLine(error: VerdictTextError, { sourceLines }: PageLines): VerdictTextError {
  const sourceLine = sourceLines?.[error.line - 1];
  return sourceLine === undefined ? error : error.atHtmlLine(sourceLine);
}

function applyCorrections(lines: Line[], corrections: Correction[]): Line[] {
  const by = new Map(corrections.map(({ line, as }) => [line, as]));
  return by.size === 0
    ? lines
    : lines.map((line) => ({ ...line, markedAs: by.get(line.number) ?? line.markedAs }));
}

/** @throws VerdictTextError if this isn't a verdict; `roles` then has the lines parsed so far */
function parseLines(pageLines: Line[], roles: LineAssignment[]): StructuredVerdict {
  const content = removeBoilerplate(pageLines, landmarks(detectShape(pageLines)));
  roles.push(...content.removed);
  const shape = detectShape(content.lines);
  const lines = shape.prepare(unwrapLines(collapseBlankLines(content.lines), lineBreakRules(shape)));
  assertNotEmpty(lines);
  const head = parseHead(lines, shape);
  roles.push(...head.lines);
  assertIsVerdict(lines, shape, head);
  const body = parseBody(head, shape, roles);
  if (body.sections.length === 0) throw missingSection(lines, shape);
  const title = head.title ?? body.title;
  if (title === null) throw missingTitle(lines, head);
  const url = head.url ?? body.url ?? content.url;
  return { shape: shape.name, title, ...headFields(head, url), ...bodyFields(body) };
}

function headFields({ source, opening, sample }: PageHead, url: string | null) {
  const { name, feed, published, model } = source;
  return {
    source: { name, feed, url },
    publishedAt: published?.day ?? null,
    publishedText: published?.text ?? null,
    model,
    opening,
    sample,
  };
}

function bodyFields({ scoring, sections, claims }: Body) {
  return { ...scoring, sections, claims };
}

interface Body extends Pick<StructuredVerdict, 'sections' | 'claims'> {
  scoring: Scoring;
  /** For pages whose head has no title. */
  title: string | null;
  url: string | null;
}

function parseBody(head: PageHead, shape: Shape, roles: LineAssignment[]): Body {
  const { scoring, title, ...figures } = shape.extractFigures(splitSections(head.remaining, shape));
  const link = extractLink(figures.sections);
  const classification = extractClassification(link.sections);
  const blocks = classification.sections.map((section) => parseSection(section, shape));
  roles.push(...figures.lines, ...link.lines, ...assignRole(classification.lines, 'classification'));
  roles.push(...headingAssignments(classification.sections), ...blocks.flatMap(({ lines }) => lines));
  const sections = withBanners(withIds(blocks.map(({ section }) => section)), head.banners);
  return {
    scoring,
    title,
    url: link.url,
    sections,
    claims: extractClaims({ labels: classification.labels, sections, scoring }),
  };
}

/** Also drops the line below a table's header. */
function collapseBlankLines(pageLines: Line[]): Line[] {
  const lines = pageLines.filter(({ cells }) => cells?.length !== 0);
  return lines.filter((line, i) => !isBlank(line) || (i > 0 && !isBlank(lines[i - 1])));
}

function landmarks(shape: Shape) {
  const headingOf = (line: Line) => {
    // `STEP 2 - THE CORE FALLACY` has the form of a banner and the name of a heading.
    const kind = (knownHeading(line, shape) ?? unknownHeading(line, shape))?.kind ?? 'other';
    return kind === 'other' ? null : kind;
  };
  return { isClassification, headingOf };
}

function lineBreakRules(shape: Shape) {
  const isComplete = (line: Line) => {
    if (line.level !== null || line.cells || line.markedAs || line.last > line.number) return true;
    const heading = knownHeading(line, shape) ?? unknownHeading(line, shape) ?? parseSourceLine(line.text);
    return heading !== null || isTitleCase(line.text);
  };
  const startsBlock = (line: Line) =>
    bulletItem(line) !== null ||
    numberedItem(line) !== null ||
    isComplete(line) ||
    isNamedLine(line.text) ||
    isClassification(line) ||
    parseLabel(line.text) !== null;
  return { startsBlock, isComplete };
}

interface ParsedSection {
  section: Omit<Section, 'id'>;
  lines: LineAssignment[];
}

function parseSection({ heading, kind, banners, lines }: SectionLines, shape: Shape): ParsedSection {
  const read = kind === 'assumptions' ? parseAssumptions(lines, shape) : parseBlocks(lines, shape);
  const isLoose = heading === '';
  return {
    section: { heading, kind, banners, blocks: read.blocks },
    lines: read.lines.map((each) => ({
      ...each,
      section: heading,
      ...(isLoose ? UNLABELLED : unreadableFigure(each.line)),
    })),
  };
}

const UNLABELLED = {
  role: 'not-understood',
  note: 'Above the first heading, without a label. It becomes a section without a heading.',
} as const;

function unreadableFigure({ text, markedAs }: Line) {
  if (markedAs || !isNamedLine(text)) return {};
  return {
    role: 'not-understood',
    note: 'Looks like a figure, but its value can’t be read. It stays as text.',
  } as const;
}

/** Drops sections whose lines were all extracted. Their banners stay, without a heading. */
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

function assertNotEmpty(lines: Line[]): void {
  if (lines.some((line) => !isBlank(line))) return;
  throw new VerdictTextError({ line: 1, expected: 'a verdict', found: 'boilerplate only' });
}

function missingSection(lines: Line[], { example }: Shape): VerdictTextError {
  return new VerdictTextError({ line: lines.at(-1)!.number, expected: example, found: 'the end' });
}

function missingTitle(lines: Line[], { lines: assigned }: PageHead): VerdictTextError {
  const taken = new Set(assigned.map(({ line }) => line));
  const line = lines.find((each) => !isBlank(each) && !taken.has(each)) ?? lines[0]!;
  return new VerdictTextError({
    line: line.number,
    expected: 'the title of the article',
    found: quotedExcerpt(line.text),
  });
}

function linesWithRoles({ lines, raw }: PageLines, roles: LineAssignment[]): ParsedLine[] {
  const by = new Map<number, LineAssignment>();
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
