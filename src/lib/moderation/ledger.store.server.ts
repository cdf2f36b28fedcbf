import { db } from '#lib/db/client.server.ts';
import type { ChainedRow, LedgerRow, WeekNumbers } from './ledger.ts';

/** Reads the public log. Rows are written with the decision they belong to, in decision.store.server.ts. */

export interface LedgerQuery {
  kind?: string | undefined;
  actor?: string | undefined;
  before?: number | undefined;
  take: number;
}

/** Newest first. */
export async function readLedger({ kind, actor, before, take }: LedgerQuery): Promise<LedgerRow[]> {
  const rows = await db().ledgerEntry.findMany({
    where: {
      ...(kind ? { kind } : {}),
      ...(actor ? { actor: { equals: actor, mode: 'insensitive' } } : {}),
      ...(before ? { no: { lt: before } } : {}),
    },
    orderBy: { no: 'desc' },
    take,
    omit: { prevHash: true, hash: true },
  });
  return rows.map((row) => ({ ...row, no: Number(row.no), at: row.at.toISOString() }));
}

/** In their order, from the one after `after` on. */
export async function readChain(after: number, take: number): Promise<ChainedRow[]> {
  const rows = await db().ledgerEntry.findMany({
    where: { no: { gt: after } },
    orderBy: { no: 'asc' },
    take,
  });
  return rows.map((row) => ({ ...row, no: Number(row.no), at: row.at.toISOString() }));
}

/** Everybody who stands in the log, by name. */
export async function readActors(): Promise<string[]> {
  const rows = await db().ledgerEntry.findMany({
    distinct: ['actor'],
    select: { actor: true },
    orderBy: { actor: 'asc' },
  });
  return rows.map(({ actor }) => actor);
}

/** Weeks (of UTC) from the one of `since` to the one of `until`, oldest first, those without anything included. */
export async function readWeeks(since: Date, until: Date): Promise<WeekNumbers[]> {
  return db().$queryRaw<WeekNumbers[]>`
    WITH weeks AS (
      SELECT generate_series(date_trunc('week', ${since}::timestamptz, 'UTC'),
        date_trunc('week', ${until}::timestamptz, 'UTC'), interval '7 days') AS week
    )
    SELECT to_char(week AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS week,
      (SELECT count(*)::int FROM decisions d WHERE d.kind = 'remove' AND d.created_at >= week
        AND d.created_at < week + interval '7 days'
        AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes_id = d.id)) AS removals,
      (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM k.decided_at - k.opened_at))
        FROM cases k WHERE k.decided_at >= week AND k.decided_at < week + interval '7 days')::float8 AS "medianSeconds",
      (SELECT count(*)::int FROM appeals a WHERE a.decided_at >= week AND a.decided_at < week + interval '7 days') AS heard,
      (SELECT count(*)::int FROM appeals a WHERE a.decided_at >= week AND a.decided_at < week + interval '7 days'
        AND a.state = 'overturned') AS overturned
    FROM weeks ORDER BY week`;
}
