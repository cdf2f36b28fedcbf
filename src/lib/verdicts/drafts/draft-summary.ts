import type { DraftLine } from './draft-view.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';

export interface DraftSummary {
  /** Without blank lines. */
  lines: number;
  boilerplate: number;
  corrected: number;
  notUnderstood: number[];
}

export function draftSummary(lines: DraftLine[]): DraftSummary {
  return {
    lines: lines.filter(({ role }) => role !== 'blank').length,
    boilerplate: lines.filter(({ role }) => role === 'furniture').length,
    corrected: lines.filter(({ corrected }) => corrected !== null).length,
    notUnderstood: lines.filter(({ role }) => role === 'not-understood').map(({ number }) => number),
  };
}

/** "142 lines: 5 sections, 8 claims; 11 removed as boilerplate; 2 not understood." */
export function summarySentence(summary: DraftSummary, preview: VerdictView | null): string {
  const { lines, boilerplate, corrected, notUnderstood } = summary;
  const parts = [
    preview
      ? `${many(lines, 'line')}: ${many(preview.sections.length, 'section')}, ${many(preview.claims.length, 'claim')}`
      : many(lines, 'line'),
    boilerplate > 0 && `${boilerplate} removed as boilerplate`,
    corrected > 0 && `${corrected} corrected`,
    notUnderstood.length > 0 ? `${notUnderstood.length} not understood` : preview && 'every line understood',
  ];
  return `${parts.filter(Boolean).join('; ')}.`;
}

function many(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}
