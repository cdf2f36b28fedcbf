import { redirect } from '@sveltejs/kit';
import { personParams, personQuery } from '#lib/accounts/account-input.ts';
import { findPerson } from '#lib/accounts/find-person.server.ts';
import { shownBio } from '#lib/discussion/people/shown-bio.ts';
import { commentsByAuthor, countsOf } from '#lib/discussion/reading/list-comments-by-author.server.ts';
import { answerForm, orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { clearBio } from '#lib/moderation/decisions/clear-bio.server.ts';
import { clearBioInput } from '#lib/moderation/moderation-input.ts';
import { Refusal } from '#lib/refusal.ts';
import { findStanding, ownStanding } from '#lib/standing/find-standing.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const { name } = pageParams(personParams, params);
  const { bio, ...person } = await findPerson(name).catch(orErrorPage);
  if (person.leaving) orErrorPage(new Refusal('user-not-found'));
  // A name is found in any case, and has one address.
  if (name !== person.username) redirect(308, `/u/${person.username}${url.search}`);
  const cursor = pageQuery(personQuery, url).cursor;
  const isOwn = locals.actor?.id === person.id;
  const now = new Date();
  const [comments, counts, standing] = await Promise.all([
    commentsByAuthor(person.id, cursor).catch(orErrorPage),
    countsOf(person.id),
    findStanding(person.id, now),
  ]);
  return {
    ...{ person, comments, counts, level: standing.level, firstPage: cursor === undefined },
    bio: shownBio(bio, standing.restrictions, now),
    /** Only for the account itself. The page for everyone fetches it. */
    own: isOwn ? ownStanding(standing) : null,
  };
};

export const actions: Actions = {
  clearBio: (event) =>
    answerForm(event, clearBioInput, async (input, context) => {
      await clearBio(pageParams(personParams, event.params).name, input, context);
      return { done: 'The bio is deleted.' };
    }),
};
