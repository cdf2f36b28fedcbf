import { redirect } from '@sveltejs/kit';
import { personParams, personQuery } from '#lib/accounts/account-input.ts';
import { findPerson } from '#lib/accounts/find-person.server.ts';
import { commentsByAuthor, countCommentsBy } from '#lib/discussion/reading/list-comments-by-author.server.ts';
import { orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { findOwnStanding } from '#lib/standing/find-standing.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const { name } = pageParams(personParams, params);
  const person = await findPerson(name).catch(orErrorPage);
  if (person.leaving) orErrorPage(new Refusal('user-not-found'));
  // A name is found in any case, and has one address.
  if (name !== person.username) redirect(308, `/u/${person.username}${url.search}`);
  const cursor = pageQuery(personQuery, url).cursor;
  const isOwn = locals.actor?.id === person.id;
  const [comments, count, standing] = await Promise.all([
    commentsByAuthor(person.id, cursor).catch(orErrorPage),
    countCommentsBy(person.id),
    findOwnStanding(person.id, new Date()),
  ]);
  return {
    ...{ person, comments, count, level: standing.trust.level, firstPage: cursor === undefined },
    /** Only for the account itself. The page for everyone fetches it. */
    own: isOwn ? standing : null,
  };
};
