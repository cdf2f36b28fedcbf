import { paperOf, type Paper } from '#lib/verdicts/page/paper.ts';
import type { ClaimDiff } from '#lib/verdicts/versions/claim-diff.server.ts';
import type { DraftRow, EditedVerdict, ListedDraft } from './draft.store.server.ts';
import type { CorrectionKind, LineRole, ParsedLine } from '#lib/verdicts/parse/parsed-page.ts';
import type { DraftError, ParsedDraft } from './parse-draft.server.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';
import { verdictView, type VerdictRow, type VerdictView } from '#lib/verdicts/verdict-view.ts';
import type { VersionDiff } from '#lib/verdicts/versions/version-diff-view.ts';

/** A line of the source. Consecutive blank lines are one. */
export interface DraftLine {
  number: number;
  text: string;
  role: LineRole;
  /** Set on the first line of a section only. */
  section: string | null;
  /** Set on the first of consecutive lines with the same note. */
  note: string | null;
  /** The admin's correction. */
  corrected: CorrectionKind | null;
}

export interface DraftItem {
  id: string;
  title: string;
  version: number;
  /** ISO 8601. */
  createdAt: string;
  updatedAt: string;
  /** Null: the account was deleted. */
  createdBy: string | null;
  /** The published verdict it edits; null for a new one. */
  verdict: EditedVerdict | null;
}

export interface DraftView extends DraftItem {
  source: string;
  fileName: string | null;
  format: ParsedDraft['format'];
  baseVersion: number | null;
  note: string;
  lines: DraftLine[];
  faults: DraftError[];
  /** As readers will see it, without votes; null if there are errors. */
  preview: VerdictView | null;
  /** What the preview links to. */
  paper: Paper | null;
  /** What publishing would do to the claims; null for a new verdict. */
  comparison: ClaimDiff | null;
  /** What publishing would change; null for a new verdict. */
  diff: VersionDiff | null;
  /** The verdict that this draft would become a version of: same source and title, or same text. */
  same: EditedVerdict | null;
}

export function draftItem({ createdAt, updatedAt, createdBy, ...row }: ListedDraft): DraftItem {
  return {
    id: row.id,
    title: row.title,
    version: row.version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    createdBy: createdBy?.username ?? null,
    verdict: row.verdict,
  };
}

export function draftView(
  row: DraftRow,
  { format, lines, faults, verdict }: ParsedDraft,
  beside: Pick<DraftView, 'comparison' | 'diff' | 'same'>,
): DraftView {
  return {
    ...draftItem(row),
    source: row.source,
    fileName: row.fileName,
    format,
    baseVersion: row.baseVersion,
    note: row.note,
    lines: draftLines(lines, new Map(row.corrections.map(({ line, as }) => [line, as]))),
    faults,
    preview: verdict && previewOf(verdict, row.verdict?.slug ?? ''),
    paper: verdict && paperOf(verdict),
    ...beside,
  };
}

function draftLines(lines: ParsedLine[], corrections: Map<number, CorrectionKind>): DraftLine[] {
  let last: string | null = null;
  let lastNote: string | null = null;
  const shown = lines.filter(({ role }, i) => role !== 'blank' || lines[i - 1]?.role !== 'blank');
  return shown.map(({ number, text, role, section, note }) => {
    const begins = section !== null && section !== last;
    const repeats = role === 'furniture' && note === lastNote;
    if (section !== null) last = section;
    if (role !== 'blank') lastNote = note;
    return {
      ...{ number, text, role },
      section: begins ? section : null,
      note: repeats ? null : note,
      corrected: corrections.get(number) ?? null,
    };
  });
}

export function previewOf(verdict: StructuredVerdict, slug: string): VerdictView {
  const row: VerdictRow = {
    ...{ id: '', slug, version: 1, seq: 0, tallyVersion: 0, commentCount: 0, locked: false },
    ...{ modelSlug: null, feedSlug: null },
    ...{ state: 'published', stateNote: null, stateAt: null, edition: null, blindUntil: null },
    content: verdict,
    claims: verdict.claims.map(({ kind, label, detail }, i) => ({
      ...{ id: String(i), kind, label, detail, agree: 0, disagree: 0, counted: 0, minds: null },
    })),
  };
  return verdictView(row, 0);
}
