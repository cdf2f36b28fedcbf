import type { RequestEvent } from '@sveltejs/kit';
import { composeAgain, composeByAdmin, discardDraft } from '#lib/digest/issues/compose-next.server.ts';
import { introduce, leaveOut, moveInIssue } from '#lib/digest/issues/edit-issue.server.ts';
import {
  deskQuery,
  draftEditInput,
  introductionInput,
  leaveOutInput,
  moveInput,
  noFieldsInput,
} from '#lib/digest/issues/issue-input.ts';
import { findReportDesk, previewMail } from '#lib/digest/sending/find-desk.server.ts';
import { pauseSending, resumeSending, sendIssue } from '#lib/digest/sending/send-issue.server.ts';
import { sendTest } from '#lib/digest/sending/send-test.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { changeReportSchedule } from '#lib/site-settings/change-report-schedule.server.ts';
import { scheduleInput } from '#lib/site-settings/site-settings-input.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { actor }, url, parent }) => {
  await parent();
  const { look } = pageQuery(deskQuery, url);
  const now = new Date();
  try {
    const desk = await findReportDesk(actor, now);
    // The other looks are made in the browser, of what is here anyway.
    const text = look === 'text' && desk.issue ? ((await previewMail(actor, now))?.text ?? null) : null;
    return { ...desk, look, text };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};

const by = ({ locals }: Pick<RequestEvent, 'locals'>) => ({ actor: locals.actor, now: new Date() });

export const actions: Actions = {
  compose: (event) =>
    answerForm(event, noFieldsInput, async () => {
      await composeByAdmin(by(event));
      return { done: 'The next issue is composed. Check it, then send it.' };
    }),
  again: (event) =>
    answerForm(event, draftEditInput, async (input) => {
      await composeAgain(input, by(event));
      return { done: 'Composed again, with what has happened since. Your changes are kept.' };
    }),
  discard: (event) =>
    answerForm(event, draftEditInput, async (input) => {
      await discardDraft(input, by(event));
      return { done: 'The draft is discarded.' };
    }),
  introduce: (event) =>
    answerForm(event, introductionInput, async (input) => {
      await introduce(input, by(event));
      return { done: 'The introduction is saved.' };
    }),
  move: (event) =>
    answerForm(event, moveInput, async (input) => {
      await moveInIssue(input, by(event));
      return { done: null };
    }),
  leave: (event) =>
    answerForm(event, leaveOutInput, async (input) => {
      await leaveOut(input, by(event));
      return { done: null };
    }),
  test: (event) =>
    answerForm(event, noFieldsInput, async () => {
      const address = await sendTest(by(event));
      return { done: `A test is on its way to ${address}.` };
    }),
  send: (event) =>
    answerForm(event, draftEditInput, async (input) => {
      await sendIssue(input, by(event));
      return { done: 'The issue is being sent.' };
    }),
  pause: (event) =>
    answerForm(event, noFieldsInput, async () => {
      await pauseSending(by(event));
      return { done: 'Paused. A few emails that were on their way may still arrive.' };
    }),
  resume: (event) =>
    answerForm(event, noFieldsInput, async () => {
      await resumeSending(by(event));
      return { done: 'Sending goes on.' };
    }),
  schedule: (event) =>
    answerForm(event, scheduleInput, async (input) => {
      await changeReportSchedule(input, by(event));
      return { done: 'The schedule is saved.' };
    }),
};
