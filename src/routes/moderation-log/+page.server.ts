import { orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { ledgerQuery } from '#lib/moderation/moderation-input.ts';
import { ledgerNumbers, listLedger, listLedgerPeople } from '#lib/moderation/ledger/list-ledger.server.ts';
import type { PageServerLoad } from './$types';

/** A quarter: long enough to see a trend, short enough to be read. */
const WEEKS = 13;

export const load: PageServerLoad = async ({ url }) => {
  try {
    const query = pageQuery(ledgerQuery, url);
    const [log, people, weeks] = await Promise.all([
      listLedger(query),
      listLedgerPeople(),
      ledgerNumbers(WEEKS, new Date()),
    ]);
    const { kind, person, before } = query;
    return { ...log, people, weeks, kind, person, before };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};
