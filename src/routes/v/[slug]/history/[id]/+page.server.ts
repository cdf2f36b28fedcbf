import { requestContext } from '#lib/http/request-context.server.ts';
import { error } from '@sveltejs/kit';
import { idInput } from '#lib/discussion/posting/comment-input.ts';
import { findComment, findHistory } from '#lib/discussion/reading/find-comment.server.ts';
import { pageParams } from '#lib/http/forms/form.server.ts';
import { verdictParams } from '#lib/verdicts/verdict-params-input.ts';
import { leaveForVerdict } from '../../leave-for-verdict.server.ts';
import type { PageServerLoad } from './$types';

const historyParams = verdictParams.extend({ id: idInput });

export const load: PageServerLoad = async ({ params, locals }) => {
  const { slug, id } = pageParams(historyParams, params);
  try {
    const comment = await findComment(id, requestContext(locals));
    if (comment.verdict !== slug) error(404, { message: 'That comment is not in this verdict.' });
    const { items } = await findHistory(id, locals.actor);
    return { comment, revisions: items.reverse() };
  } catch (fault) {
    leaveForVerdict(fault, slug, id);
  }
};
