import type { Scoring, SectionKind } from '../../verdict.ts';
import { readFigure, withFigureLines } from '#lib/verdicts/parse/claims/figures.ts';
import type { Line, Understood } from '#lib/verdicts/parse/lines/line.ts';
import {
  ASSUMPTION_NAMES,
  NO_SCORING,
  type Figures,
  type Page,
  type SectionLines,
  type Shape,
} from '../shape.ts';
import { sourceEvidence } from '#lib/verdicts/parse/head/source-evidence.ts';
import { titleFrom } from '#lib/verdicts/parse/head/derived-title.ts';

const DISTINCT: SectionKind[] = ['summary', 'claim', 'excerpt'];

/** A claim of the article with a score: summary, claim, figures, rationale, evidence, excerpt. */
export const scoredClaim: Shape = {
  name: 'scored-claim',
  example: 'a heading such as Attributed Claim',
  kinds: new Map<string, SectionKind>([
    ...ASSUMPTION_NAMES,
    ['oracle summary', 'summary'],
    ['attributed claim', 'claim'],
    ['rationale', 'rationale'],
    ['evidence used', 'evidence'],
    ['source excerpt', 'excerpt'],
    ['verdict', 'verdict'],
    ['final verdict', 'verdict'],
  ]),
  unmistakable: /^(?:oracle summary|attributed claim|rationale|evidence used|source excerpt)$/i,
  unknownHeadings: true,
  verbatim: ['excerpt'],
  titled: true,
  prepare: withFigureLines,
  isMasthead: () => false,
  evidence,
  figures: (sections) => ({ ...takeFigures(sections), title: titleFrom(sections, 'claim') }),
};

function evidence({ lines, headings }: Page): number {
  if (![...headings.keys()].some((kind) => DISTINCT.includes(kind))) return 0;
  const named = [...headings.keys()].map((kind) =>
    DISTINCT.includes(kind) ? 1.5 : kind === 'evidence' ? 1 : 0.5,
  );
  const scored = lines.some((line) => readFigure(line)?.role === 'score') ? 2 : 0;
  return named.reduce((sum, points) => sum + points, 0) + scored + sourceEvidence(lines);
}

/**
 * Takes the figures out of the sections' lines. A line that can't be understood stays where it is, as text. The excerpt
 * is the source's own words, so nothing is taken from it.
 */
export function takeFigures(sections: SectionLines[]): Pick<Figures, 'scoring' | 'sections' | 'lines'> {
  let scoring: Scoring = NO_SCORING;
  const lines: Understood[] = [];
  const took = (line: Line) => {
    const figure = readFigure(line);
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
