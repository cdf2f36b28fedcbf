import { error, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { permalink } from '#lib/discussion/links.ts';
import { answerForm, orErrorPage } from '#lib/form.server.ts';
import { findReporting } from '#lib/moderation/find-own-report.server.ts';
import { reportComment } from '#lib/moderation/report-comment.server.ts';
import { reportInput } from '#lib/moderation/report-input.ts';
import { withdrawReport } from '#lib/moderation/withdraw-report.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  try {
    const reporting = await findReporting(params.id, { actor: locals.actor, now: new Date() });
    if (reporting.comment.verdict !== params.slug)
      error(404, { message: 'That comment is not in this verdict.' });
    return reporting;
  } catch (refusal) {
    orErrorPage(refusal);
  }
};

export const actions: Actions = {
  report: (event) =>
    answerForm(event, reportInput, async (input) => {
      await reportComment(event.params.id, input, { actor: event.locals.actor, now: new Date() });
      return { done: 'reported' as const };
    }),
  withdraw: (event) =>
    answerForm(event, z.object({}), async () => {
      await withdrawReport(event.params.id, { actor: event.locals.actor, now: new Date() });
      redirect(303, permalink(event.params.slug, event.params.id));
    }),
};
