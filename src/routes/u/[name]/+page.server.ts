import { redirect } from '@sveltejs/kit';
import { findPerson } from '#lib/accounts/find-person.server.ts';
import { commentsByAuthor, countCommentsBy } from '#lib/discussion/list-comments-by-author.server.ts';
import { orErrorPage } from '#lib/form.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
  const person = await findPerson(params.name).catch(orErrorPage);
  // One address a person: a name is found in any spelling, and shown in its own.
  if (params.name !== person.username) redirect(308, `/u/${person.username}${url.search}`);
  const cursor = url.searchParams.get('cursor') ?? undefined;
  const [comments, count] = await Promise.all([
    commentsByAuthor(person.id, cursor).catch(orErrorPage),
    countCommentsBy(person.id),
  ]);
  return { person, comments, count, firstPage: cursor === undefined };
};
