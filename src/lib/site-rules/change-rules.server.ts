import { requireAdmin } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { forgetRules } from './list-rules.server.ts';
import { changed, type RuleChange } from './rule-set.ts';
import { insertRules, readRules } from './rule-set.store.server.ts';

/**
 * Changes one rule of the version that the admin's page shows. Each change is a new version, stored with who made it.
 * @throws Refusal `sign-in-first`, `forbidden`, `rules-changed` (409), `rule-not-found`, `rule-anchor-taken`, `rules-full`
 */
export async function changeRules(
  { version, ...change }: RuleChange & { version: number },
  { actor, now }: RequestContext,
): Promise<{ anchor: string }> {
  const admin = requireAdmin(actor);
  const { version: current, changedAt: _, ...before } = await readRules();
  if (current !== version) throw new Refusal('rules-changed');
  const after = changed(before, change, now);
  if (typeof after === 'string')
    throw new Refusal(after, after === 'rule-anchor-taken' ? { field: 'newAnchor' } : {});
  const { set, anchor } = after;
  const row = { ...set, version: version + 1, change: change.kind, anchor, changedById: admin.id, now };
  if (!(await insertRules(row))) throw new Refusal('rules-changed');
  forgetRules();
  return { anchor };
}
