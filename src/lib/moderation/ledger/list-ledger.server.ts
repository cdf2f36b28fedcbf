import type { z } from 'zod';
import type { ledgerQuery } from '#lib/moderation/moderation-input.ts';
import type { LedgerRow, WeekNumbers } from './ledger.ts';
import { readActors, readLedger, readWeeks } from './ledger.store.server.ts';

/** A page of the public log, newest first. `next` is the `before` of the next page. */
export async function listLedger({
  kind,
  person,
  before,
  limit,
}: z.output<typeof ledgerQuery>): Promise<{ items: LedgerRow[]; next: number | null }> {
  const rows = await readLedger({ kind, actor: person, before, take: limit + 1 });
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? items.at(-1)!.no : null };
}

/** The names in the log, for its filter. */
export async function listLedgerPeople(): Promise<string[]> {
  return readActors();
}

const WEEK = 7 * 24 * 3_600_000;

/** Statistics of the last `weeks` weeks, oldest first, the current one last. */
export async function ledgerNumbers(weeks: number, now: Date): Promise<WeekNumbers[]> {
  return readWeeks(new Date(now.getTime() - (weeks - 1) * WEEK), now);
}
