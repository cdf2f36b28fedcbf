import { CHECKED, findDifferences, type Difference } from './check.store.server.ts';
import { verifyLedger } from './verify-ledger.server.ts';

/**
 * Recounts from the rows whatever is stored as a count or follows from something else (counts of comments, replies,
 * ratings, votes, weights of cases, statuses, decisions and their rows in the log), and the log's chain. For the
 * operator; changes nothing.
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
