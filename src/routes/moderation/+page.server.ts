import { requestContext } from '#lib/http/request-context.server.ts';
import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { answerForm, orErrorPage, textFields } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { caseAddress } from '#lib/moderation/cases/case-address.ts';
import { leaseCase } from '#lib/moderation/cases/lease-case.server.ts';
import { bulkInput, queueQuery } from '#lib/moderation/moderation-input.ts';
import { decideMany } from '#lib/moderation/decisions/decide-many.server.ts';
import { listBursts } from '#lib/moderation/queue/list-bursts.server.ts';
import { listQueue } from '#lib/moderation/queue/list-queue.server.ts';
import { z } from 'zod';
import { undo } from './undo-action.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  await parent();
  const query = pageQuery(queueQuery, url);
  const [queue, bursts] = await Promise.all([
    listQueue(query, requestContext(locals)),
    listBursts(locals.actor),
  ]).catch(orErrorPage);
  const { filter, reason, cursor } = query;
  return { ...queue, bursts, filter, reason, cursor, nonce: randomUUID() };
};

const openInput = z.object({ id: z.uuid() });

export const actions: Actions = {
  /** Without JavaScript the case page can't take a lease, so the button does. */
  open: (event) =>
    answerForm(event, openInput, async ({ id }, context) => {
      await leaseCase(id, {}, context);
      redirect(303, caseAddress(id));
    }),
  bulk: (event) =>
    answerForm(
      event,
      bulkInput,
      async (input, context) => {
        const results = await decideMany(input, context);
        return {
          bulk: {
            decided: results.flatMap((each) => (each.ok ? [each.decided.id] : [])),
            left: results.flatMap((each) => (each.ok ? [] : [each.code])),
          },
        };
      },
      { fieldsOf: bulkFields },
    ),
  undo,
};

/** The form has one `case` for each ticked row, as id:version. */
function bulkFields(form: FormData) {
  const { kind, nonce, reason } = textFields(form);
  const cases = form.getAll('case').map((ticked) => {
    const [id, version] = (typeof ticked === 'string' ? ticked : '').split(':');
    return { id, version };
  });
  return { kind, nonce, reason: kind === 'remove' ? reason : undefined, cases };
}
