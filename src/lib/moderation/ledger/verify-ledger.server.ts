import { createHash } from 'node:crypto';
import { hashedText, type ChainedRow } from './ledger.ts';
import { readChain } from './ledger.store.server.ts';

export interface Verified {
  /** The number of rows checked. */
  rows: number;
  /** The last row's hash. Compared with a copy kept elsewhere, it proves that no row at the end is missing. */
  head: string;
  /** The first row that doesn't match its hash; null if all do. */
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
