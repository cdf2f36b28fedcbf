import { diffArrays } from 'diff';
import type { Section, StructuredVerdict } from '#lib/verdicts/verdict.ts';
import { claimLines, fieldLines, sectionLines, type VerdictLine } from './verdict-lines.ts';
import { pairAlike, zip, type Pair } from './pair-alike.ts';
import type { Change, DiffLine, DiffPart, VersionDiff } from './version-diff-view.ts';
import { diffWords, newWordBudget, type WordBudget } from './word-diff.ts';

/** Differing blocks of a section, or sections of a verdict; beyond this, the rest counts as replaced. */
const MAX_BLOCK_EDITS = 400;

/**
 * What changed between two versions: by part (head, sections, claims), by block, and within a block by word. The time
 * of a diff grows with the square of the differences, so each comparison has a limit and all word comparisons share a
 * budget. Beyond it, a block is shown as removed and added.
 */
export function versionDiff(before: StructuredVerdict, after: StructuredVerdict): VersionDiff {
  const budget = newWordBudget();
  const sections = align(before.sections, after.sections, (a, b) => a.id === b.id, sectionText);
  const parts = [
    fieldsPart(fieldLines(before), fieldLines(after), budget),
    ...sections.map((pair) => sectionPart(pair, budget)),
    partOf('Claims', claimLines(before), claimLines(after), budget),
  ].filter(({ lines }) => lines.length > 0);
  return { parts, changed: parts.some(({ change }) => change !== 'same') };
}

function sectionText(section: Section) {
  return {
    kind: '',
    text: sectionLines(section)
      .map(({ text }) => text)
      .join(' '),
  };
}

function sectionPart([before, after]: Pair<Section>, budget: WordBudget): DiffPart {
  const name = (after ?? before)!.heading || 'Before the first heading';
  const part = partOf(name, before ? sectionLines(before) : [], after ? sectionLines(after) : [], budget);
  const change = before ? (after ? part.change : 'removed') : 'added';
  return { ...part, change };
}

/** Fields have a fixed order, so each is compared with itself. */
function fieldsPart(before: VerdictLine[], after: VerdictLine[], budget: WordBudget): DiffPart {
  const lines = before.flatMap((field, i) => compareLines([present(field), present(after[i]!)], budget));
  return { name: 'Head', change: changeOf(lines), lines };
}

function present(field: VerdictLine): VerdictLine | null {
  return field.text === '' ? null : field;
}

function partOf(name: string, before: VerdictLine[], after: VerdictLine[], budget: WordBudget): DiffPart {
  const pairs = align(
    before,
    after,
    (a, b) => a.role === b.role && a.label === b.label && a.text === b.text,
    lineText,
  );
  const lines = pairs.flatMap((pair) => compareLines(pair, budget));
  return { name, change: changeOf(lines), lines };
}

function lineText({ role, label, text }: VerdictLine) {
  return { kind: `${role} ${label ?? ''}`, text };
}

function changeOf(lines: DiffLine[]): Change {
  return lines.every(({ change }) => change === 'same') ? 'same' : 'changed';
}

/** Pairs the items of both lists; replaced items are paired by likeness, in order. */
function align<T>(
  before: T[],
  after: T[],
  same: (a: T, b: T) => boolean,
  textOf: (item: T) => { kind: string; text: string },
): Pair<T>[] {
  const chunks = diffArrays(before, after, { comparator: same, maxEditLength: MAX_BLOCK_EDITS });
  if (!chunks) return zip(before, after);
  const pairs: Pair<T>[] = [];
  let [old, at] = [0, 0];
  let removed: T[] = [];
  let added: T[] = [];
  for (const chunk of [...chunks, null]) {
    if (chunk?.removed) removed = removed.concat(before.slice(old, (old += chunk.count)));
    else if (chunk?.added) added = added.concat(after.slice(at, (at += chunk.count)));
    else {
      pairs.push(...pairAlike(removed, added, textOf));
      [removed, added] = [[], []];
      for (let i = 0; i < (chunk?.count ?? 0); i++) pairs.push([before[old++]!, after[at++]!]);
    }
  }
  return pairs;
}

function compareLines([before, after]: Pair<VerdictLine>, budget: WordBudget): DiffLine[] {
  if (!before && !after) return [];
  if (!before) return [wholeLine(after!, 'added')];
  if (!after) return [wholeLine(before, 'removed')];
  const alike = before.role === after.role && before.label === after.label;
  if (alike && before.text === after.text) return [wholeLine(after, 'same')];
  const runs = alike ? diffWords(before.text, after.text, budget) : null;
  if (!runs) return [wholeLine(before, 'removed'), wholeLine(after, 'added')];
  return [{ role: after.role, label: after.label, change: 'changed', runs }];
}

function wholeLine({ role, label, text }: VerdictLine, change: Exclude<Change, 'changed'>): DiffLine {
  return { role, label, change, runs: [{ change, text }] };
}
