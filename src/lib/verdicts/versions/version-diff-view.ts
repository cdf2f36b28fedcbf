/** See version-diff.ts. */
export interface VersionDiff {
  parts: DiffPart[];
  changed: boolean;
}

export type Change = 'same' | 'added' | 'removed' | 'changed';

export interface DiffPart {
  /** `Head`, the section's heading, or `Claims`. */
  name: string;
  change: Change;
  lines: DiffLine[];
}

export type DiffLineRole =
  'field' | 'heading' | 'sub-heading' | 'text' | 'item' | 'row' | 'assumption' | 'claim';

export interface DiffLine {
  role: DiffLineRole;
  label: string | null;
  change: Change;
  runs: Run[];
}

export interface Run {
  change: 'same' | 'added' | 'removed';
  text: string;
}

/** Groups of changed and unchanged lines, so that unchanged ones can be collapsed. */
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
