import { requireAdmin, type Actor } from '#lib/actor.ts';
import { CachedRead } from '#lib/db/cached-read.ts';
import { renderMarkdown } from '#lib/discussion/reading/markdown.server.ts';
import type { FormerRule, SiteRule } from './rule-set.ts';
import { readRuleChanges, readRules } from './rule-set.store.server.ts';

export interface RuleView extends SiteRule {
  /** `text`, rendered and sanitised. */
  html: string;
}

export interface RulesView {
  version: number;
  rules: RuleView[];
  former: FormerRule[];
  /** ISO time; null: never changed. */
  changedAt: string | null;
}

const view = new CachedRead(async (): Promise<RulesView> => {
  const { version, rules, former, changedAt } = await readRules();
  return {
    version,
    rules: rules.map((rule) => ({ ...rule, html: renderMarkdown(rule.text) })),
    former,
    changedAt: changedAt?.toISOString() ?? null,
  };
});

export function listRules(): Promise<RulesView> {
  return view.get();
}

/** Call it after a change. */
export function forgetRules(): void {
  view.invalidate();
}

export interface RuleChangeView {
  version: number;
  change: 'add' | 'edit' | 'move' | 'remove';
  anchor: string;
  at: string;
  by: string | null;
}

const CHANGES_SHOWN = 50;

/** Who changed which rule when, newest first. @throws Refusal `sign-in-first`, `forbidden` */
export async function listRuleChanges(actor: Actor | null): Promise<RuleChangeView[]> {
  requireAdmin(actor);
  const rows = await readRuleChanges(CHANGES_SHOWN);
  return rows.map(({ createdAt, changedBy, ...row }) => ({
    ...row,
    at: createdAt.toISOString(),
    by: changedBy,
  }));
}
