import { requestContext } from '#lib/http/request-context.server.ts';
import { composeAgain, composeByAdmin, discardDraft } from '#lib/digest/issues/compose-next.server.ts';
import { introduce, leaveOut, moveInIssue } from '#lib/digest/issues/edit-issue.server.ts';
import {
  reportPanelQuery,
  draftEditInput,
  introductionInput,
  leaveOutInput,
  moveInput,
  noFieldsInput,
} from '#lib/digest/issues/issue-input.ts';
import { findReportPanel, previewMail } from '#lib/digest/sending/find-report-panel.server.ts';
import { pauseSending, resumeSending, sendIssue } from '#lib/digest/sending/send-issue.server.ts';
import { sendTest } from '#lib/digest/sending/send-test.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { changeReportSchedule } from '#lib/site-settings/change-report-schedule.server.ts';
import { scheduleInput } from '#lib/site-settings/site-settings-input.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  await parent();
  const { look } = pageQuery(reportPanelQuery, url);
  const context = requestContext(locals);
  try {
    const panel = await findReportPanel(context);
    // The other looks are made in the browser, of what is here anyway.
    const text = look === 'text' && panel.issue ? ((await previewMail(context))?.text ?? null) : null;
    return { ...panel, look, text };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};

export const actions: Actions = {
  compose: (event) =>
    answerForm(event, noFieldsInput, async (_input, context) => {
      await composeByAdmin(context);
      return { done: 'The next issue is composed. Check it, then send it.' };
    }),
  again: (event) =>
    answerForm(event, draftEditInput, async (input, context) => {
      await composeAgain(input, context);
      return { done: 'Composed again, with what has happened since. Your changes are kept.' };
    }),
  discard: (event) =>
    answerForm(event, draftEditInput, async (input, context) => {
      await discardDraft(input, context);
      return { done: 'The draft is discarded.' };
    }),
  introduce: (event) =>
    answerForm(event, introductionInput, async (input, context) => {
      await introduce(input, context);
      return { done: 'The introduction is saved.' };
    }),
  move: (event) =>
    answerForm(event, moveInput, async (input, context) => {
      await moveInIssue(input, context);
      return { done: null };
    }),
  leave: (event) =>
    answerForm(event, leaveOutInput, async (input, context) => {
      await leaveOut(input, context);
      return { done: null };
    }),
  test: (event) =>
    answerForm(event, noFieldsInput, async (_input, context) => {
      const address = await sendTest(context);
      return { done: `A test is on its way to ${address}.` };
    }),
  send: (event) =>
    answerForm(event, draftEditInput, async (input, context) => {
      await sendIssue(input, context);
      return { done: 'The issue is being sent.' };
    }),
  pause: (event) =>
    answerForm(event, noFieldsInput, async (_input, context) => {
      await pauseSending(context);
      return { done: 'Paused. A few emails that were on their way may still arrive.' };
    }),
  resume: (event) =>
    answerForm(event, noFieldsInput, async (_input, context) => {
      await resumeSending(context);
      return { done: 'Sending goes on.' };
    }),
  schedule: (event) =>
    answerForm(event, scheduleInput, async (input, context) => {
      await changeReportSchedule(input, context);
      return { done: 'The schedule is saved.' };
    }),
};
