import { requestContext } from '#lib/http/request-context.server.ts';
import { settings } from '#lib/env.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { listMails } from '#lib/mail/admin/list-mails.server.ts';
import { mailQuery, retryMailInput, testMailInput } from '#lib/mail/admin/mail-input.ts';
import { retryMail } from '#lib/mail/admin/retry-mail.server.ts';
import { sendTestMail } from '#lib/mail/admin/send-test-mail.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  await parent();
  const query = pageQuery(mailQuery, url);
  const list = await listMails(query, requestContext(locals)).catch(orErrorPage);
  const { SMTP_URL, MAIL_FROM, DATA_DIR } = settings();
  // The server's name without the password that its address holds.
  const server = SMTP_URL ? new URL(SMTP_URL).host : null;
  return { ...list, ...query, server, from: MAIL_FROM, outbox: `${DATA_DIR}/outbox` };
};

export const actions: Actions = {
  test: (event) =>
    answerForm(event, testMailInput, async ({ to }, context) => {
      await sendTestMail(to, context);
      return { queued: to };
    }),

  retry: (event) =>
    answerForm(event, retryMailInput, async ({ id }, context) => {
      await retryMail(id, context);
      return { retried: id };
    }),
};
