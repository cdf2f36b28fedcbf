import { error } from '@sveltejs/kit';
import { findComment, findHistory } from '#lib/discussion/find-comment.server.ts';
import { orErrorPage } from '#lib/form.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  try {
    const comment = await findComment(params.id, { actor: locals.actor, now: new Date() });
    if (comment.verdict !== params.slug) error(404, { message: 'That comment is not in this verdict.' });
    const { items } = await findHistory(params.id, locals.actor);
    return { comment, revisions: items.reverse() };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};
