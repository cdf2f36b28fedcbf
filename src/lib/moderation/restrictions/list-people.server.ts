import { z } from 'zod';
import { peopleCursor, searchPeople } from '#lib/accounts/admin/search-people.server.ts';
import type { PersonView } from '#lib/accounts/account-view.ts';
import { requireAdmin } from '#lib/actor.ts';
import { countCommentsBy } from '#lib/discussion/reading/list-comments-by-author.server.ts';
import { emptyAsUndefined } from '#lib/http/input/field-input.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { findStanding, type Standing } from '#lib/standing/find-standing.server.ts';
import type { RestrictionView } from '#lib/moderation/cases/case.ts';
import { restrictionView } from './restriction-view.ts';
import { readRestrictionsOf } from './restriction.store.server.ts';

export interface PersonWithRecord extends PersonView {
  standing: Pick<Standing, 'level' | 'visibleComments' | 'removed'>;
  /** Past and active ones, newest first. */
  restrictions: RestrictionView[];
}

export const peopleQuery = z.object({
  q: emptyAsUndefined(z.string().trim().max(40).optional()),
  role: emptyAsUndefined(z.enum(['reader', 'moderator', 'admin']).optional().catch(undefined)),
  cursor: peopleCursor.input,
});

/** A page of accounts with role, trust and restrictions. @throws Refusal `sign-in-first`, `forbidden` */
export async function listPeople(
  query: z.output<typeof peopleQuery>,
  { actor, now }: RequestContext,
): Promise<{ items: PersonWithRecord[]; next: string | null }> {
  requireAdmin(actor);
  const { items, next } = await searchPeople(query);
  return { items: await Promise.all(items.map((person) => withRecord(person, now))), next };
}

async function withRecord(person: PersonView, now: Date): Promise<PersonWithRecord> {
  const [{ level, removed }, visibleComments, restrictions] = await Promise.all([
    findStanding(person.id, now),
    countCommentsBy(person.id),
    readRestrictionsOf(person.id),
  ]);
  return {
    ...person,
    standing: { level, visibleComments, removed },
    restrictions: restrictions.map((row) => restrictionView(row, now)),
  };
}
