import { z } from 'zod';
import type { Role } from '#lib/actor.ts';
import { personView, type PersonView } from '#lib/accounts/account-view.ts';
import { searchUsers } from '#lib/accounts/user.store.server.ts';
import { skeletonOf } from '#lib/accounts/username.ts';
import { cursorOf } from '#lib/http/input/cursor-input.ts';
import { storedText } from '#lib/http/input/field-input.ts';

const PAGE = 20;

export const peopleCursor = cursorOf(z.object({ skeleton: storedText().max(100) }));

/** Accounts by name. `q` is the beginning of the name, compared by skeleton. */
export async function searchPeople({
  q = '',
  role,
  cursor,
}: {
  q?: string | undefined;
  role?: Role | undefined;
  cursor?: string | undefined;
}): Promise<{ items: PersonView[]; next: string | null }> {
  const after = peopleCursor.read(cursor)?.skeleton ?? null;
  const { rows, next } = peopleCursor.page(
    await searchUsers({ skeleton: skeletonOf(q), role, after }, PAGE + 1),
    PAGE,
  );
  return { items: rows.map(personView), next };
}
