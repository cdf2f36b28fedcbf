import type { Block } from '#lib/verdicts/verdict.ts';
import type { Line } from './line.ts';

export type Table = Extract<Block, { type: 'table' }>;

/** Pads short rows. Only the first row can be the header. */
export function buildTable(rows: Line[]): Table {
  const width = Math.max(...rows.map(({ cells }) => cells!.length));
  const filled = rows.map(({ cells }) => [...cells!, ...Array<string>(width - cells!.length).fill('')]);
  const hasHeader = rows[0]!.header && rows.length > 1;
  return { type: 'table', header: hasHeader ? filled[0]! : null, rows: hasHeader ? filled.slice(1) : filled };
}

const ASSUMPTION = /\b(?:assumption|assumes|premise|belief)/i;
const NUMBER = /^#?\d{1,3}[.)]?$/;

/** Splits a row of assumptions into claim and explanation; skips a first column of numbers. */
export function claimInRow(
  row: string[],
  header: string[] | null,
): { label: string; detail: string | null } | null {
  const named = header?.findIndex((cell) => ASSUMPTION.test(cell)) ?? -1;
  const ordered = named > 0 ? [row[named]!, ...row.toSpliced(named, 1)] : row;
  const [label, ...others] = ordered.filter((cell) => cell !== '' && !NUMBER.test(cell));
  return label === undefined ? null : { label, detail: others.join('\n') || null };
}
