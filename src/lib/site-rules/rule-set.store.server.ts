import { db } from '#lib/db/client.server.ts';
import { DEFAULT_RULES } from './default-rules.ts';
import type { RuleChange, RuleSet } from './rule-set.ts';
import { ruleChangeKind, ruleSetInput } from './rules-input.ts';

export interface StoredRules extends RuleSet {
  /** 0: the rules that the site is shipped with. */
  version: number;
  /** Null: never changed. */
  changedAt: Date | null;
}

export async function readRules(): Promise<StoredRules> {
  const row = await db().ruleSet.findFirst({
    orderBy: { version: 'desc' },
    select: { version: true, content: true, createdAt: true },
  });
  if (!row) return { ...DEFAULT_RULES, version: 0, changedAt: null };
  return { ...ruleSetInput.parse(row.content), version: row.version, changedAt: row.createdAt };
}

export interface NewRules extends RuleSet {
  version: number;
  change: RuleChange['kind'];
  anchor: string;
  changedById: string;
  now: Date;
}

/** False if another admin saved this version first (the primary key). */
export async function insertRules({ rules, former, now, ...row }: NewRules): Promise<boolean> {
  const made = await db().ruleSet.createMany({
    data: [{ ...row, content: ruleSetInput.parse({ rules, former }), createdAt: now }],
    skipDuplicates: true,
  });
  return made.count === 1;
}

export interface ChangeRow {
  version: number;
  change: RuleChange['kind'];
  anchor: string;
  createdAt: Date;
  /** Null: the account was erased. */
  changedBy: string | null;
}

/** Newest first. */
export async function readRuleChanges(take: number): Promise<ChangeRow[]> {
  const rows = await db().ruleSet.findMany({
    orderBy: { version: 'desc' },
    take,
    select: {
      ...{ version: true, change: true, anchor: true, createdAt: true },
      changedBy: { select: { username: true } },
    },
  });
  return rows.map(({ change, changedBy, ...row }) => ({
    ...row,
    change: ruleChangeKind.parse(change),
    changedBy: changedBy?.username ?? null,
  }));
}
