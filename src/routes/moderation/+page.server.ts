import { randomUUID } from 'node:crypto';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { answerForm, orErrorPage } from '#lib/form.server.ts';
import { checked } from '#lib/input.server.ts';
import { caseAddress } from '#lib/moderation/case-address.ts';
import { claimCase } from '#lib/moderation/claim-case.server.ts';
import { bulkInput, queueQuery } from '#lib/moderation/decide-input.ts';
import { decideMany } from '#lib/moderation/decide-many.server.ts';
import { listQueue } from '#lib/moderation/list-queue.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { z } from 'zod';
import { undo } from './desk-actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  await parent();
  const query = checked(queueQuery, Object.fromEntries(url.searchParams));
  const queue = await listQueue(query, { actor: locals.actor, now: new Date() }).catch(orErrorPage);
  const { filter, reason, cursor } = query;
  return { ...queue, filter, reason, cursor, nonce: randomUUID() };
};

const openInput = z.object({ id: z.uuid() });

export const actions: Actions = {
  /** Opening without JavaScript: the page itself can't say that it is open, so the press on the button does. */
  open: (event) =>
    answerForm(event, openInput, async ({ id }) => {
      await claimCase(id, {}, { actor: event.locals.actor, now: new Date() });
      redirect(303, caseAddress(id));
    }),
  bulk,
  undo,
};

/** `case` comes once for each ticked row, as id:version. */
async function bulk({ request, locals }: RequestEvent) {
  const form = await request.formData();
  const kind = form.get('kind');
  const input = {
    kind,
    nonce: form.get('nonce'),
    reason: kind === 'remove' ? form.get('reason') : undefined,
    cases: form.getAll('case').map((ticked) => {
      const [id, version] = (typeof ticked === 'string' ? ticked : '').split(':');
      return { id, version: Number(version) };
    }),
  };
  try {
    const results = await decideMany(checked(bulkInput, input), { actor: locals.actor, now: new Date() });
    return {
      bulk: {
        decided: results.flatMap((each) => (each.ok ? [each.decided.id] : [])),
        left: results.flatMap((each) => (each.ok ? [] : [each.code])),
      },
    };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const message = refusal.errors[0]?.message ?? refusal.message;
    return fail(refusal.status, { code: refusal.code, message });
  }
}
