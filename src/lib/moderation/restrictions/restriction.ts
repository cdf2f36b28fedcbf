import type { RestrictionScope } from '#lib/standing/restriction.ts';

/** Whether the account's votes and ratings stop counting. The database view `silenced` has the same rule. */
export function silences({ scope, until }: { scope: RestrictionScope; until: Date | null }): boolean {
  return until === null && scope !== 'comment';
}
