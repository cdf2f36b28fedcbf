/** What changed between two versions of a verdict: see version-diff.ts. */
export interface VersionDiff {
  parts: DiffPart[];
  /** False where the two say the same. */
  changed: boolean;
}

export type Change = 'same' | 'added' | 'removed' | 'changed';

export interface DiffPart {
  /** `Head`, the section's heading, or `Claims`. */
  name: string;
  change: Change;
  lines: DiffLine[];
}

export type LineRole = 'field' | 'heading' | 'sub-heading' | 'text' | 'item' | 'row' | 'assumption' | 'claim';

export interface DiffLine {
  role: LineRole;
  /** Of a field or claim: `Title`, `Assumption`. */
  label: string | null;
  change: Change;
  runs: Run[];
}

export interface Run {
  change: 'same' | 'added' | 'removed';
  text: string;
}

/** Lines in groups, so that those that have not changed can be folded away. */
export function foldedLines(lines: DiffLine[]): { same: boolean; lines: DiffLine[] }[] {
  const groups: { same: boolean; lines: DiffLine[] }[] = [];
  for (const each of lines) {
    const same = each.change === 'same';
    const last = groups.at(-1);
    if (last?.same === same) last.lines.push(each);
    else groups.push({ same, lines: [each] });
  }
  return groups;
}
