import { requestContext } from '#lib/http/request-context.server.ts';
import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { caseAddress } from '#lib/moderation/cases/case-address.ts';
import { listQueue } from '#lib/moderation/queue/list-queue.server.ts';
import type { PageServerLoad } from './$types';

/** `after`: the case that the moderator is leaving. */
const nextQuery = z.object({ after: z.uuid().optional() });

/** More than there are moderators, who hold one case each. */
const LOOK_AT = 50;

/** Redirects to the heaviest case that no one else has open, or to the queue. */
export const load: PageServerLoad = async ({ locals, url, parent }) => {
  await parent();
  const query = { filter: 'all', limit: LOOK_AT, reason: undefined, cursor: undefined } as const;
  const { items } = await listQueue(query, requestContext(locals)).catch(orErrorPage);
  const { after } = pageQuery(nextQuery, url);
  const me = locals.actor?.username;
  const free = items.find(
    ({ id, leaseHolder }) => id !== after && (leaseHolder === null || leaseHolder === me),
  );
  redirect(303, free ? caseAddress(free.id) : '/moderation');
};
