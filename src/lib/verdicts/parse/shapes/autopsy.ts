import type { SectionKind } from '../../verdict.ts';
import { isBanner } from '#lib/verdicts/parse/sections/heading-shapes.ts';
import { isClassification } from '#lib/verdicts/parse/claims/classification.ts';
import { parseLabel } from '#lib/verdicts/parse/head/labels.ts';
import { ASSUMPTION_NAMES, NO_SCORING, type Page, type Shape } from '../shape.ts';
import { sourceEvidence } from '#lib/verdicts/parse/head/source-evidence.ts';

const DISTINCT: SectionKind[] = ['dissection', 'fallacy', 'assumptions', 'social-function'];

/** Papers have sections of this name, too. */
const COMMON = /^assumptions?$/i;

/** A dissection in sections, ending with a classification. */
export const autopsy: Shape = {
  name: 'autopsy',
  example: 'a heading such as THE DISSECTION',
  sectionKinds: new Map<string, SectionKind>([
    ['dissection', 'dissection'],
    ['core fallacy', 'fallacy'],
    ...ASSUMPTION_NAMES,
    ['social function', 'social-function'],
    ['verdict', 'verdict'],
    ['final verdict', 'verdict'],
    ['oracle verdict', 'verdict'],
  ]),
  distinctiveNames:
    /^(?:(?:the )?(core fallacy|hidden assumptions|social function)|the dissection|the verdict)\b/i,
  unknownHeadings: true,
  verbatim: [],
  hasTitle: true,
  prepare: (lines) => lines,
  isMasthead: () => false,
  evidence,
  extractFigures: (sections) => ({ scoring: NO_SCORING, sections, title: null, lines: [] }),
};

/** Names that only the Oracle uses count most; many articles have a heading “The Verdict”. */
function evidence({ lines, headings }: Page): number {
  const named = [...headings].map(([kind, { text, strong }]) => {
    if (COMMON.test(text)) return 0.5;
    return DISTINCT.includes(kind) ? (strong ? 2 : 1.5) : 1;
  });
  const marks = [
    lines.some(isClassification),
    lines.some(({ text, markedAs: as }) => as === 'opening' || parseLabel(text)?.name === 'opening'),
    lines.some(({ text }) => isBanner(text)),
  ].filter(Boolean).length;
  return named.reduce((sum, points) => sum + points, 0) + marks + sourceEvidence(lines);
}
