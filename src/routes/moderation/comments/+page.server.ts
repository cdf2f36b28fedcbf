import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { requireModerator } from '#lib/actor.ts';
import { idInput } from '#lib/discussion/posting/comment-input.ts';
import { orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import type { PageServerLoad } from './$types';

const query = z.object({ comment: idInput.nullable().catch(null).default(null) });

/** Where the thread's one form for moderators leads; the comment is the pressed button's value. */
export const load: PageServerLoad = async ({ locals, url, parent }) => {
  await parent();
  try {
    requireModerator(locals.actor);
  } catch (refusal) {
    orErrorPage(refusal);
  }
  const { comment } = pageQuery(query, url);
  redirect(303, comment ? `/moderation/comments/${comment}` : '/moderation');
};
