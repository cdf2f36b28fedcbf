import { redirect } from '@sveltejs/kit';
import { requireAdmin } from '#lib/actor.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { createDraft } from '#lib/verdicts/drafts/create-draft.server.ts';
import { MAX_SOURCE_FORM } from '#lib/verdicts/drafts/draft.ts';
import { newDraftInput } from '#lib/verdicts/drafts/draft-input.ts';
import { sourceFields } from './source-file.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
  await parent();
  try {
    requireAdmin(locals.actor);
  } catch (refusal) {
    orErrorPage(refusal);
  }
};

export const actions: Actions = {
  default: (event) =>
    answerForm(
      event,
      newDraftInput,
      async (input, context) => {
        const { id } = await createDraft(input, context);
        redirect(303, `/admin/verdicts/drafts/${id}`);
      },
      { fieldsOf: sourceFields, maxBytes: MAX_SOURCE_FORM },
    ),
};
