import { createHash } from 'node:crypto';
import { hashedText, type ChainedRow } from './ledger.ts';
import { readChain } from './ledger.store.server.ts';

export interface Verified {
  /** Rows that were looked at. */
  rows: number;
  /** The last row's hash: kept somewhere else, it also proves that no row at the end is missing. */
  head: string;
  /** The first row that is not as it was written, and why; null where all are. */
  broken: { no: number; why: string } | null;
}

const BATCH = 1000;

/** Recomputes every hash of the public log from the first row on, and stops at the first that differs. */
export async function verifyLedger(): Promise<Verified> {
  let last = { no: 0, hash: '' };
  for (;;) {
    const rows = await readChain(last.no, BATCH);
    for (const row of rows) {
      const why = faultOf(row, last);
      if (why) return { rows: row.no, head: last.hash, broken: { no: row.no, why } };
      last = row;
    }
    if (rows.length < BATCH) return { rows: last.no, head: last.hash, broken: null };
  }
}

function faultOf(row: ChainedRow, last: { no: number; hash: string }): string | null {
  if (row.no !== last.no + 1) return `row ${last.no + 1} is missing`;
  if (row.prevHash !== last.hash) return 'it does not follow the row before it';
  const hash = createHash('sha256').update(hashedText(row)).digest('hex');
  return hash === row.hash ? null : 'it was changed after it was written';
}
