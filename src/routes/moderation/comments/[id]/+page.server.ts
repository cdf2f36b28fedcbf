import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { answerForm, orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { requestContext } from '#lib/http/request-context.server.ts';
import { COMMENT_DECISIONS } from '#lib/moderation/cases/case.ts';
import { decideComment } from '#lib/moderation/in-thread/decide-comment.server.ts';
import { decideCommentInput } from '#lib/moderation/moderation-input.ts';
import { commentParams, loadComment } from './load-comment.server.ts';
import { undo } from '../../undo-action.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** `do`: the decision whose form is open. */
const openQuery = z.object({ do: z.enum(COMMENT_DECISIONS).nullable().catch(null).default(null) });

export const load: PageServerLoad = async ({ params, locals, parent, url }) => {
  await parent();
  const loaded = await loadComment(idOf({ params }), requestContext(locals)).catch(orErrorPage);
  return { ...loaded, wanted: pageQuery(openQuery, url).do };
};

export const actions: Actions = {
  decide: (event) =>
    answerForm(event, decideCommentInput, async (input, context) => {
      const { id, kind, undoUntil } = await decideComment(idOf(event), input, context);
      return { decided: { id, kind, undoable: undoUntil !== null } };
    }),
  undo,
};

function idOf({ params }: Pick<RequestEvent, 'params'>): string {
  return pageParams(commentParams, params).id;
}
