import { atomFeed } from '#lib/http/atom.ts';
import type { LedgerRow } from '#lib/moderation/ledger/ledger.ts';
import { logWords } from './log-text.ts';

/** The log as an Atom feed. */
export function atomOf(rows: LedgerRow[], { origin, self }: { origin: string; self: string }): string {
  return atomFeed({
    title: 'CopeCheck: moderation log',
    self,
    page: `${origin}/moderation-log`,
    entries: rows.map((row) => {
      const { who, did, why } = logWords(row);
      return {
        id: `${origin}/moderation-log#no-${row.no}`,
        title: `${who} ${did}`,
        href: origin + (row.place ?? `/moderation-log#no-${row.no}`),
        updated: row.at,
        author: who,
        category: row.kind,
        ...(why ? { summary: why } : {}),
      };
    }),
  });
}
