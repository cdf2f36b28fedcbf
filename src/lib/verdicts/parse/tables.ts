import type { Block } from '../verdict.ts';
import type { Line } from './line.ts';

export type Table = Extract<Block, { type: 'table' }>;

/** The table that these rows make; short rows are filled up. A header may only be the first. */
export function tableOf(rows: Line[]): Table {
  const width = Math.max(...rows.map(({ cells }) => cells!.length));
  const filled = rows.map(({ cells }) => [...cells!, ...Array<string>(width - cells!.length).fill('')]);
  const hasHeader = rows[0]!.header && rows.length > 1;
  return { type: 'table', header: hasHeader ? filled[0]! : null, rows: hasHeader ? filled.slice(1) : filled };
}

const NUMBER = /^#?\d{1,3}[.)]?$/;

/** What a row of assumptions claims, and what stands against it. A first column of numbers is passed over. */
export function claimInRow(row: string[]): { label: string; detail: string | null } | null {
  const [label, ...others] = row.filter((cell, i) => cell !== '' && !(i === 0 && NUMBER.test(cell)));
  return label === undefined ? null : { label, detail: others.join('\n') || null };
}
