import type { RestrictionView } from '#lib/moderation/cases/case.ts';
import type { RestrictionRow } from './restriction.store.server.ts';

export function restrictionView(row: RestrictionRow, now: Date): RestrictionView {
  const { id, scope, until, reason, createdAt, liftedAt, user } = row;
  return {
    id,
    username: user.username,
    scope,
    until: until?.toISOString() ?? null,
    reason,
    createdAt: createdAt.toISOString(),
    liftedAt: liftedAt?.toISOString() ?? null,
    active: liftedAt === null && (until === null || until > now),
  };
}
