import type { Block } from '#lib/verdicts/verdict.ts';
import type { Line } from './line.ts';

export type Table = Extract<Block, { type: 'table' }>;

/** The table that these rows make; short rows are filled up. A header may only be the first. */
export function buildTable(rows: Line[]): Table {
  const width = Math.max(...rows.map(({ cells }) => cells!.length));
  const filled = rows.map(({ cells }) => [...cells!, ...Array<string>(width - cells!.length).fill('')]);
  const hasHeader = rows[0]!.header && rows.length > 1;
  return { type: 'table', header: hasHeader ? filled[0]! : null, rows: hasHeader ? filled.slice(1) : filled };
}

const ASSUMPTION = /\b(?:assumption|assumes|premise|belief)/i;
const NUMBER = /^#?\d{1,3}[.)]?$/;

/** What a row of assumptions claims, and what stands against it. A first column of numbers is passed over. */
export function claimInRow(
  row: string[],
  header: string[] | null,
): { label: string; detail: string | null } | null {
  const named = header?.findIndex((cell) => ASSUMPTION.test(cell)) ?? -1;
  const ordered = named > 0 ? [row[named]!, ...row.toSpliced(named, 1)] : row;
  const [label, ...others] = ordered.filter((cell) => cell !== '' && !NUMBER.test(cell));
  return label === undefined ? null : { label, detail: others.join('\n') || null };
}
