import { createHash } from 'node:crypto';
import { requireModerator } from '#lib/actor.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { Refusal, type RefusalCode } from '#lib/refusal.ts';
import { decideCase } from './decide-case.server.ts';
import type { BulkInput } from '../moderation-input.ts';
import type { DecisionResult } from './decision-result.ts';
import { reasonFor } from '#lib/moderation/reports/reason.ts';

/** The result for each selected case, in the order of the input. */
export type BulkResult =
  { case: string; ok: true; decided: DecisionResult } | { case: string; ok: false; code: RefusalCode };

/**
 * Makes the same decision on up to 100 cases, each with its own row in the log. Cases that have changed are left as they
 * are. Idempotent under the nonce.
 * @throws Refusal `sign-in-first`, `forbidden`, `reason-needed`
 */
export async function decideMany(
  { cases, nonce, ...input }: BulkInput,
  context: RequestContext,
): Promise<BulkResult[]> {
  requireModerator(context.actor);
  if (!reasonFor(input.kind, input.reason)) throw new Refusal('reason-needed', { field: 'reason' });
  const results: BulkResult[] = [];
  for (const { id, version } of cases) {
    const one = { ...input, version, nonce: nonceFor(nonce, id), replies: false, where: 'branch' as const };
    try {
      results.push({ case: id, ok: true, decided: await decideCase(id, one, context) });
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      results.push({ case: id, ok: false, code: refusal.code });
    }
  }
  return results;
}

/** The selection's nonce and the case's id make the case's own: a UUID of version 8 (RFC 9562). */
function nonceFor(nonce: string, caseId: string): string {
  const hex = createHash('sha256').update(`${nonce} ${caseId}`).digest('hex').slice(0, 32);
  const marked = `${hex.slice(0, 12)}8${hex.slice(13, 16)}a${hex.slice(17)}`;
  return marked.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
