import type { Role } from '#lib/actor.ts';
import { personView, type PersonView } from '#lib/accounts/account-view.ts';
import { searchUsers } from '#lib/accounts/user.store.server.ts';
import { skeletonOf } from '#lib/accounts/username.ts';

const PAGE = 20;

/** People by name; `q`: how the name begins, as the eye reads it. `next` is what to give as `cursor`. */
export async function searchPeople({
  q = '',
  role,
  cursor,
}: {
  q?: string | undefined;
  role?: Role | undefined;
  cursor?: string | undefined;
}): Promise<{ items: PersonView[]; next: string | null }> {
  const rows = await searchUsers({ skeleton: skeletonOf(q), role, after: cursor ?? null }, PAGE + 1);
  const kept = rows.slice(0, PAGE);
  return { items: kept.map(personView), next: rows.length > PAGE ? kept.at(-1)!.skeleton : null };
}
