import { requestContext } from '#lib/http/request-context.server.ts';
import { error, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { idInput } from '#lib/discussion/posting/comment-input.ts';
import { permalink } from '#lib/discussion/page/links.ts';
import { answerForm, pageParams } from '#lib/http/forms/form.server.ts';
import { findReportPage } from '#lib/moderation/reports/find-report-page.server.ts';
import { reportComment } from '#lib/moderation/reports/report-comment.server.ts';
import { reportInput } from '#lib/moderation/reports/report-input.ts';
import { withdrawReport } from '#lib/moderation/reports/withdraw-report.server.ts';
import { verdictParams } from '#lib/verdicts/verdict-params-input.ts';
import { leaveForVerdict } from '../../leave-for-verdict.server.ts';
import type { Actions, PageServerLoad } from './$types';

const reportParams = verdictParams.extend({ id: idInput });

export const load: PageServerLoad = async ({ params, locals }) => {
  const { slug, id } = pageParams(reportParams, params);
  try {
    const reporting = await findReportPage(id, requestContext(locals));
    if (reporting.comment.verdict !== slug) error(404, { message: 'That comment is not in this verdict.' });
    return reporting;
  } catch (fault) {
    leaveForVerdict(fault, slug, id);
  }
};

export const actions: Actions = {
  report: (event) =>
    answerForm(event, reportInput, async (input, context) => {
      const { id } = pageParams(reportParams, event.params);
      await reportComment(id, input, { ...context, address: event.getClientAddress() });
      return { done: 'reported' as const };
    }),
  withdraw: (event) =>
    answerForm(event, z.object({}), async (_input, context) => {
      const { slug, id } = pageParams(reportParams, event.params);
      await withdrawReport(id, context);
      redirect(303, permalink(slug, id));
    }),
};
