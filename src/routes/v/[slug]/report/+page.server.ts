import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { idInput } from '#lib/discussion/posting/comment-input.ts';
import { pageParams } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { verdictParams } from '#lib/verdicts/verdict-params-input.ts';
import type { PageServerLoad } from './$types';

const query = z.object({ comment: idInput.nullable().catch(null).default(null) });

/** Where the thread's one form for reports leads; the comment is the pressed button's value. */
export const load: PageServerLoad = ({ params, url }) => {
  const { slug } = pageParams(verdictParams, params);
  const { comment } = pageQuery(query, url);
  // A header takes no other letters.
  const verdict = `/v/${encodeURIComponent(slug)}`;
  redirect(303, comment ? `${verdict}/report/${comment}` : verdict);
};
