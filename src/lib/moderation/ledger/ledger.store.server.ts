import { skeletonOf } from '#lib/accounts/username.ts';
import { db } from '#lib/db/client.server.ts';
import { AUTOMATIC, keysIn, withNames, type ChainedRow, type LedgerRow, type WeekNumbers } from './ledger.ts';

/** Reads the public log. A trigger writes its rows when a decision is inserted; see decision.store.server.ts. */

export interface LedgerQuery {
  kind?: string | undefined;
  actor?: string | undefined;
  before?: number | undefined;
  take: number;
}

/** Newest first. `actor` is a name, or `automatic`. */
export async function readLedger({ kind, actor, before, take }: LedgerQuery): Promise<LedgerRow[]> {
  const key = actor === undefined ? undefined : await keyOf(actor);
  if (key === null) return [];
  const rows = await db().ledgerEntry.findMany({
    where: {
      ...(kind ? { kind } : {}),
      ...(key ? { actor: key } : {}),
      ...(before ? { no: { lt: before } } : {}),
    },
    orderBy: { no: 'desc' },
    take,
    omit: { prevHash: true, hash: true },
  });
  const stored = rows.map((row) => ({ ...row, no: Number(row.no), at: row.at.toISOString() }));
  const names = await namesOf(keysIn(stored));
  return stored.map((row) => withNames(row, names));
}

/** Null if no account has that name. */
async function keyOf(name: string): Promise<string | null> {
  if (name.toLowerCase() === AUTOMATIC) return AUTOMATIC;
  const user = await db().user.findUnique({
    where: { skeleton: skeletonOf(name) },
    select: { ledgerKey: true },
  });
  return user?.ledgerKey ?? null;
}

async function namesOf(keys: string[]): Promise<Map<string, string>> {
  const users = await db().user.findMany({
    where: { ledgerKey: { in: keys } },
    select: { ledgerKey: true, username: true },
  });
  return new Map(users.flatMap(({ ledgerKey, username }) => (username ? [[ledgerKey, username]] : [])));
}

/** Rows after number `after`, oldest first. */
export async function readChain(after: number, take: number): Promise<ChainedRow[]> {
  const rows = await db().ledgerEntry.findMany({
    where: { no: { gt: after } },
    orderBy: { no: 'asc' },
    take,
  });
  return rows.map((row) => ({ ...row, no: Number(row.no), at: row.at.toISOString() }));
}

/** The names of all actors in the log, without deleted accounts. */
export async function readActors(): Promise<string[]> {
  const rows = await db().ledgerEntry.findMany({ distinct: ['actor'], select: { actor: true } });
  const keys = rows.map(({ actor }) => actor);
  const names = [...(await namesOf(keys.filter((key) => key !== AUTOMATIC))).values()];
  return [...names, ...(keys.includes(AUTOMATIC) ? [AUTOMATIC] : [])].sort((a, b) =>
    a.localeCompare(b, 'en'),
  );
}

/** UTC weeks from `since` to `until`, oldest first, including empty ones. */
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
      (SELECT count(*)::int FROM appeals a WHERE a.decided_at >= week AND a.decided_at < week + interval '7 days') AS "appealsDecided",
      (SELECT count(*)::int FROM appeals a WHERE a.decided_at >= week AND a.decided_at < week + interval '7 days'
        AND a.state = 'overturned') AS "appealsOverturned"
    FROM weeks ORDER BY week`;
}
