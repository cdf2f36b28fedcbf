import { requestContext } from '#lib/http/request-context.server.ts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { approveAccount, listWaiting, refuseAccount } from '#lib/accounts/admin/approve-account.server.ts';
import { offerReset } from '#lib/accounts/reset/offer-reset.server.ts';
import { requireAdmin } from '#lib/actor.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { liftInput, restrictInput } from '#lib/moderation/moderation-input.ts';
import { liftRestriction } from '#lib/moderation/restrictions/lift-restriction.server.ts';
import { listPeople, peopleQuery } from '#lib/moderation/restrictions/list-people.server.ts';
import { restrictAccount } from '#lib/moderation/restrictions/restrict-account.server.ts';
import { roleInput, setPersonRole } from '#lib/moderation/restrictions/set-person-role.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  await parent();
  const { q, role, cursor } = pageQuery(peopleQuery, url);
  const context = requestContext(locals);
  const { items, next } = await listPeople({ q, role, cursor }, context).catch(orErrorPage);
  const waiting = await listWaiting(locals.actor).catch(orErrorPage);
  const people = items.map((person) => ({ ...person, nonce: randomUUID() }));
  return { people, waiting, next, q, role, cursor, me: locals.actor!.username };
};

const nameForm = z.object({ username: z.string().min(1).max(40) });
const restrictForm = restrictInput.extend({ username: z.string().min(1).max(40) });

export const actions: Actions = {
  reset: (event) =>
    answerForm(event, nameForm, async ({ username }, context) => {
      const offered = await offerReset(username, context);
      if (offered.link === null)
        return { done: `A reset link was sent to ${offered.username}’s confirmed address.` };
      // No browser may keep the page with the link.
      event.setHeaders({ 'cache-control': 'no-store' });
      return { handOver: offered };
    }),
  role: (event) =>
    answerForm(event, roleInput, async (input) => {
      const { username, role } = await setPersonRole(input, { actor: event.locals.actor });
      return { done: `${username} is now ${role === 'admin' ? 'an' : 'a'} ${role}.` };
    }),
  restrict: (event) =>
    answerForm(event, restrictForm, async ({ username, ...input }, context) => {
      await restrictAccount(username, input, context);
      return { done: `${username} is restricted.` };
    }),
  approve: (event) =>
    answerForm(event, nameForm, async ({ username }) => {
      await approveAccount(username, { by: requireAdmin(event.locals.actor).username });
      return { done: `${username} is approved.` };
    }),
  refuse: (event) =>
    answerForm(event, nameForm, async ({ username }) => {
      await refuseAccount(username, { by: requireAdmin(event.locals.actor).username });
      return { done: `${username} is refused and deleted.` };
    }),
  lift: (event) =>
    answerForm(event, liftInput, async (input, context) => {
      await liftRestriction(input, context);
      return { done: 'Restriction lifted.' };
    }),
};
