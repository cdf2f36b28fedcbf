import { CHECKED, findDifferences, type Difference } from './check.store.server.ts';
import { verifyLedger } from './verify-ledger.server.ts';

/**
 * Compares everything that is derived from other rows (counts of comments, replies, ratings and votes, weights of cases,
 * statuses, decisions and their rows in the log) with those rows, and verifies the log's chain. Changes nothing.
 */
export async function checkEverything(): Promise<{ checked: string[]; differences: Difference[] }> {
  const differences = await findDifferences();
  const { broken } = await verifyLedger();
  const chain = broken && {
    what: 'chain of the log',
    id: String(broken.no),
    stored: 'broken',
    counted: broken.why,
  };
  return {
    checked: [...CHECKED, 'chain of the log'],
    differences: chain ? [...differences, chain] : differences,
  };
}
