import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { checkedParams } from '#lib/http/input/input.server.ts';
import { claimCase, releaseCase } from '#lib/moderation/cases/claim-case.server.ts';
import { caseParams } from '#lib/moderation/decisions/decide-input.ts';
import { z } from 'zod';
import type { RequestHandler } from './$types';

const input = z.object({ takeOver: z.boolean().default(false) });

/** The open page claims its case, and renews the claim while it stays open. */
export const PUT: RequestHandler = endpoint(async ({ request, params, locals }) => {
  const held = await claimCase(checkedParams(caseParams, params).id, await jsonBody(request, input), {
    actor: locals.actor,
    now: new Date(),
  });
  return { held };
});

/** The page was left. */
export const DELETE: RequestHandler = endpoint(async ({ params, locals }) => {
  await releaseCase(checkedParams(caseParams, params).id, { actor: locals.actor, now: new Date() });
  return new Response(null, { status: 204 });
});
