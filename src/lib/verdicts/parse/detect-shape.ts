import type { SectionKind } from '../verdict.ts';
import type { PageHead } from './head/head.ts';
import { isUpperCase } from './sections/heading-shapes.ts';
import { knownHeading, unknownHeading } from './sections/headings.ts';
import { endsSentence, isBlank, quotedExcerpt, type Line } from './lines/line.ts';
import { EMPTY_LINE } from './lines/text-lines.ts';
import type { Page, Shape } from './shape.ts';
import { autopsy } from './shapes/autopsy.ts';
import { scoredClaim } from './shapes/scored-claim.ts';
import { statementAnalysis } from './shapes/statement-analysis.ts';
import { sourceEvidence } from './head/source-evidence.ts';
import { isModel, parseSourceLine } from './head/source-line.ts';
import { VerdictTextError } from './verdict-text-error.ts';

const SHAPES: Shape[] = [autopsy, scoredClaim, statementAnalysis];

/** Many articles have one of the headings, and one heading alone scores at most 2. */
const MIN_EVIDENCE = 3;

export function shapeNamed(name: Shape['name']): Shape {
  return SHAPES.find((shape) => shape.name === name)!;
}

/** The shape with the most evidence; the first one if there is none. */
export function detectShape(lines: Line[]): Shape {
  return SHAPES.map((shape) => ({ shape, points: evidenceFor(lines, shape) })).reduce((best, each) =>
    each.points > best.points ? each : best,
  ).shape;
}

/** @throws VerdictTextError if the page is something other than one verdict */
export function assertIsVerdict(lines: Line[], shape: Shape, head: PageHead): void {
  assertSingleVerdict(lines);
  // An operator who marks a heading has read the page and accepts it as a verdict.
  if (lines.some((line) => line.markedAs === 'heading')) return;
  const page = pageOf(lines, shape);
  const [first] = page.headings.values();
  // Below the Oracle's source line, all sections may have unknown names.
  if (!first && sourceEvidence(lines) === 2 && lines.some((line) => unknownHeading(line, shape))) return;
  if (!first || shape.evidence(page) + layoutEvidence(lines, first) < MIN_EVIDENCE) {
    const texts = lines.filter((line) => !isBlank(line));
    const line = first?.line ?? texts[1] ?? texts[0]!;
    throw new VerdictTextError(first ? onlyHeadingError(line, shape) : noHeadingError(line, texts, shape));
  }
  assertNotArticle(head, shape);
}

/** A second source line means a list or two verdicts. */
function assertSingleVerdict(lines: Line[]): void {
  const sources = lines.filter(({ text }) => isModel(parseSourceLine(text)?.model ?? ''));
  const other = sources.find(({ text }) => text !== sources[0]!.text);
  if (!other) return;
  const found = sources.length > 2 ? `a list of ${sources.length}` : 'the source line of another';
  throw new VerdictTextError({ line: other.number, expected: 'one verdict', found });
}

/** Prose between title and first heading introduces an article; a verdict has its source or an opening there. */
function assertNotArticle(
  { source, opening, url, banners, unlabelled }: PageHead,
  { example, hasTitle }: Shape,
): void {
  const isMarked = source.feed ?? source.model ?? opening ?? url ?? banners[0];
  const prose = unlabelled.find((line) => !isBlank(line) && endsSentence(line.text));
  if (!hasTitle || isMarked || !prose) return;
  throw new VerdictTextError({
    line: prose.number,
    expected: `${example} below the title`,
    found: 'an introduction',
  });
}

function onlyHeadingError(line: Line, { example }: Shape) {
  const found = `only ${quotedExcerpt(line.text)}, which other articles have too`;
  return {
    line: line.number,
    expected: `more of a verdict: ${example}, a source line with a model, or a classification`,
    found,
  };
}

function noHeadingError(line: Line, texts: Line[], { example }: Shape) {
  return { line: line.number, expected: example, found: texts.length <= 2 ? 'the end' : 'text without any' };
}

function evidenceFor(lines: Line[], shape: Shape): number {
  const page = pageOf(lines, shape);
  return page.headings.size === 0 ? 0 : shape.evidence(page);
}

function pageOf(lines: Line[], shape: Shape): Page {
  const headings: Page['headings'] = new Map();
  for (const line of lines) {
    const heading = knownHeading(line, shape);
    if (!heading) continue;
    const strong = isUpperCase(heading.text.replace(/\s*\(.*$/, '')) || line.markedAs === 'heading';
    const before = headings.get(heading.kind);
    headings.set(heading.kind, {
      line: before?.line ?? line,
      text: before?.text ?? heading.text,
      strong: strong || (before?.strong ?? false),
    });
  }
  return { lines, headings };
}

/** In a verdict, the first section in capitals directly follows the title. */
function layoutEvidence(lines: Line[], { line, strong }: { line: Line; strong: boolean }): number {
  const above = lines.slice(0, lines.indexOf(line)).filter((each) => !isBlank(each));
  return strong && above.length <= 1 ? 1 : 0;
}

/** The kind that the parser would give a section with this heading. */
export function kindOfHeading(heading: string): SectionKind {
  const line = { ...EMPTY_LINE, number: 1, last: 1, text: heading };
  const known = SHAPES.map((shape) => knownHeading(line, shape)).find((each) => each !== null);
  return known?.kind ?? 'other';
}
