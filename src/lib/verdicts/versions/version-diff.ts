import { diffArrays, diffWordsWithSpace } from 'diff';
import type { Change, DiffLine, DiffPart, LineRole, Run, VersionDiff } from './version-diff-view.ts';
import type { Block, Section, StructuredVerdict } from '#lib/verdicts/verdict.ts';

/** Differing blocks of a section, or sections of a verdict; beyond this, the rest counts as replaced. */
const MAX_BLOCK_EDITS = 400;
/** Differing words of a block; beyond this, a word diff isn't readable. */
const MAX_WORD_EDITS = 200;
/** The limit for all blocks together. */
const ALL_WORD_EDITS = 4000;
/** The share of characters that two blocks must have in common to be shown as one changed block. */
const ALIKE = 0.4;

interface Line {
  role: LineRole;
  label: string | null;
  text: string;
}

interface EditBudget {
  left: number;
}

/**
 * What changed between two versions: by part (head, sections, claims), by block, and within a block by word. The time
 * of a diff grows with the square of the differences, so each comparison has a limit and all word comparisons share a
 * budget. Beyond it, a block is shown as removed and added.
 */
export function versionDiff(before: StructuredVerdict, after: StructuredVerdict): VersionDiff {
  const allowance = { left: ALL_WORD_EDITS };
  const sections = align(before.sections, after.sections, (a, b) => a.id === b.id);
  const parts = [
    fieldsPart(fieldsOf(before), fieldsOf(after), allowance),
    ...sections.map((pair) => sectionPart(pair, allowance)),
    partOf('Claims', claimsOf(before), claimsOf(after), allowance),
  ].filter(({ lines }) => lines.length > 0);
  return { parts, changed: parts.some(({ change }) => change !== 'same') };
}

function sectionPart([before, after]: Pair<Section>, allowance: EditBudget): DiffPart {
  const name = (after ?? before)!.heading || 'Before the first heading';
  const part = partOf(name, before ? linesOf(before) : [], after ? linesOf(after) : [], allowance);
  const change = before ? (after ? part.change : 'removed') : 'added';
  return { ...part, change };
}

/** Fields have a fixed order, so each is compared with itself. */
function fieldsPart(before: Line[], after: Line[], allowance: EditBudget): DiffPart {
  const lines = before.flatMap((field, i) => compareLines([present(field), present(after[i]!)], allowance));
  return { name: 'Head', change: changeOf(lines), lines };
}

function present(field: Line): Line | null {
  return field.text === '' ? null : field;
}

function partOf(name: string, before: Line[], after: Line[], allowance: EditBudget): DiffPart {
  const pairs = align(before, after, (a, b) => a.role === b.role && a.label === b.label && a.text === b.text);
  const lines = pairs.flatMap((pair) => compareLines(pair, allowance));
  return { name, change: changeOf(lines), lines };
}

function changeOf(lines: DiffLine[]): Change {
  return lines.every(({ change }) => change === 'same') ? 'same' : 'changed';
}

type Pair<T> = [before: T | null, after: T | null];

/** Pairs the items of both lists; replaced items are paired in order. */
function align<T>(before: T[], after: T[], same: (a: T, b: T) => boolean): Pair<T>[] {
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
      pairs.push(...zip(removed, added));
      [removed, added] = [[], []];
      for (let i = 0; i < (chunk?.count ?? 0); i++) pairs.push([before[old++]!, after[at++]!]);
    }
  }
  return pairs;
}

function zip<T>(before: T[], after: T[]): Pair<T>[] {
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, i) => [before[i] ?? null, after[i] ?? null]);
}

function compareLines([before, after]: Pair<Line>, allowance: EditBudget): DiffLine[] {
  if (!before && !after) return [];
  if (!before) return [wholeLine(after!, 'added')];
  if (!after) return [wholeLine(before, 'removed')];
  const alike = before.role === after.role && before.label === after.label;
  if (alike && before.text === after.text) return [wholeLine(after, 'same')];
  const runs = alike ? wordRuns(before.text, after.text, allowance) : null;
  if (!runs) return [wholeLine(before, 'removed'), wholeLine(after, 'added')];
  return [{ role: after.role, label: after.label, change: 'changed', runs }];
}

function wholeLine({ role, label, text }: Line, change: Exclude<Change, 'changed'>): DiffLine {
  return { role, label, change, runs: [{ change, text }] };
}

/** Null if they have too little in common. */
function wordRuns(before: string, after: string, allowance: EditBudget): Run[] | null {
  const maxEditLength = Math.min(MAX_WORD_EDITS, allowance.left);
  const changes = maxEditLength > 0 && diffWordsWithSpace(before, after, { maxEditLength });
  if (!changes) {
    allowance.left -= maxEditLength;
    return null;
  }
  const runs = changes.map(({ added, removed, value }): Run => ({
    change: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
  for (const { added, removed, count } of changes) if (added || removed) allowance.left -= count;
  const common = runs.reduce((sum, { change, text }) => (change === 'same' ? sum + text.length : sum), 0);
  return common >= ALIKE * Math.max(before.length, after.length) ? mergePhrases(runs) : null;
}

/** Merges changed words separated by a space: `a b` to `c d` reads better than two changes. */
function mergePhrases(runs: Run[]): Run[] {
  const phrases: Run[] = [];
  let phrase = { removed: '', added: '' };
  const end = () => {
    for (const change of ['removed', 'added'] as const)
      if (phrase[change] !== '') phrases.push({ change, text: phrase[change] });
    phrase = { removed: '', added: '' };
  };
  runs.forEach(({ change, text }, i) => {
    const isGap =
      change === 'same' && text.trim() === '' && phrase.removed + phrase.added !== '' && i < runs.length - 1;
    if (change === 'same' && !isGap) {
      end();
      phrases.push({ change, text });
      return;
    }
    if (change !== 'added') phrase.removed += text;
    if (change !== 'removed') phrase.added += text;
  });
  end();
  return phrases;
}

function fieldsOf(verdict: StructuredVerdict): Line[] {
  const { source, score } = verdict;
  const fields: [label: string, value: string | null | undefined][] = [
    ['Title', verdict.title],
    ['Source', source.feed ?? source.name],
    ['Address', source.url],
    ['Date', verdict.publishedText ?? verdict.publishedAt],
    ['Model', verdict.model],
    ['Opening', verdict.opening],
    ['Score', score && `${score.value}/${score.max}${score.band ? ` ${score.band}` : ''}`],
    ['Mode', verdict.mode],
    ['Attribution', verdict.attribution],
    ['Confidence', verdict.confidence === null ? null : `${verdict.confidence}%`],
    ['Speaker', verdict.speaker],
  ];
  return fields.map(([label, value]) => ({ role: 'field', label, text: value ?? '' }));
}

function linesOf({ heading, banners, blocks }: Section): Line[] {
  return [
    ...banners.map((text) => line('text', text)),
    ...(heading === '' ? [] : [line('heading', heading)]),
    ...blocks.flatMap(blockLines),
  ];
}

function blockLines(block: Block): Line[] {
  switch (block.type) {
    case 'heading':
      return [line('sub-heading', block.text)];
    case 'list':
      return block.items.map((item) => line('item', item));
    case 'table':
      return [...(block.header ? [block.header] : []), ...block.rows].map((cells) =>
        line('row', cells.join(' | ')),
      );
    case 'assumption': {
      const { number, label, detail } = block;
      return [line('assumption', `${number}. ${label}${detail === null ? '' : ` ${detail}`}`)];
    }
    default:
      return [line('text', block.text)];
  }
}

function line(role: LineRole, text: string): Line {
  return { role, label: null, text };
}

function claimsOf({ claims }: StructuredVerdict): Line[] {
  return claims.map(({ kind, label }) => ({
    role: 'claim',
    label: kind === 'assumption' ? 'Assumption' : 'Classification',
    text: label,
  }));
}
