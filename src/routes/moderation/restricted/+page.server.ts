import { requestContext } from '#lib/http/request-context.server.ts';
import { randomUUID } from 'node:crypto';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { liftInput, restrictedQuery } from '#lib/moderation/moderation-input.ts';
import { liftRestriction } from '#lib/moderation/restrictions/lift-restriction.server.ts';
import { listRestricted } from '#lib/moderation/queue/list-queue.server.ts';
import { undo } from '../undo-action.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  await parent();
  const cursor = pageQuery(restrictedQuery, url).cursor;
  const list = await listRestricted(cursor, requestContext(locals)).catch(orErrorPage);
  return {
    ...list,
    firstPage: cursor === undefined,
    nonces: list.items.map(() => randomUUID()),
    nonce: randomUUID(),
  };
};

export const actions: Actions = {
  lift: (event) =>
    answerForm(event, liftInput, async (input, context) => {
      const { id } = await liftRestriction(input, context);
      return { lifted: id };
    }),
  undo,
};
