import type { Scoring, SectionKind } from '../../verdict.ts';
import { parseFigure, splitFigureLines } from '#lib/verdicts/parse/claims/figures.ts';
import type { Line, LineAssignment } from '#lib/verdicts/parse/lines/line.ts';
import {
  ASSUMPTION_NAMES,
  NO_SCORING,
  type ExtractedFigures,
  type Page,
  type SectionLines,
  type Shape,
} from '../shape.ts';
import { sourceEvidence } from '#lib/verdicts/parse/head/source-evidence.ts';
import { titleFromSection } from '#lib/verdicts/parse/head/derived-title.ts';

const DISTINCT: SectionKind[] = ['summary', 'claim', 'excerpt'];

/** An article's claim with a score: summary, claim, figures, rationale, evidence, excerpt. */
export const scoredClaim: Shape = {
  name: 'scored-claim',
  example: 'a heading such as Attributed Claim',
  sectionKinds: new Map<string, SectionKind>([
    ...ASSUMPTION_NAMES,
    ['oracle summary', 'summary'],
    ['attributed claim', 'claim'],
    ['rationale', 'rationale'],
    ['evidence used', 'evidence'],
    ['source excerpt', 'excerpt'],
    ['verdict', 'verdict'],
    ['final verdict', 'verdict'],
  ]),
  distinctiveNames: /^(?:oracle summary|attributed claim|rationale|evidence used|source excerpt)$/i,
  unknownHeadings: true,
  verbatim: ['excerpt'],
  hasTitle: true,
  prepare: splitFigureLines,
  isMasthead: () => false,
  evidence,
  extractFigures: (sections) => ({ ...extractFigures(sections), title: titleFromSection(sections, 'claim') }),
};

function evidence({ lines, headings }: Page): number {
  if (![...headings.keys()].some((kind) => DISTINCT.includes(kind))) return 0;
  const named = [...headings.keys()].map((kind) =>
    DISTINCT.includes(kind) ? 1.5 : kind === 'evidence' ? 1 : 0.5,
  );
  const scored = lines.some((line) => parseFigure(line)?.role === 'score') ? 2 : 0;
  return named.reduce((sum, points) => sum + points, 0) + scored + sourceEvidence(lines);
}

/** Removes the figures from the sections. Unreadable lines stay as text; the excerpt is the source's own words. */
export function extractFigures(
  sections: SectionLines[],
): Pick<ExtractedFigures, 'scoring' | 'sections' | 'lines'> {
  let scoring: Scoring = NO_SCORING;
  const lines: LineAssignment[] = [];
  const took = (line: Line) => {
    const figure = parseFigure(line);
    const isNews =
      figure && Object.keys(figure.part).every((name) => scoring[name as keyof Scoring] === null);
    if (!isNews) return false;
    scoring = { ...scoring, ...figure.part };
    return lines.push({ line, role: figure.role }) > 0;
  };
  const left = sections.map((section) =>
    section.kind === 'excerpt' ? section : { ...section, lines: section.lines.filter((line) => !took(line)) },
  );
  return { scoring, sections: left, lines };
}
