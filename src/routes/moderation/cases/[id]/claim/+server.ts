import { endpoint, jsonBody } from '#lib/api.server.ts';
import { claimCase, releaseCase } from '#lib/moderation/claim-case.server.ts';
import { z } from 'zod';
import type { RequestHandler } from './$types';

const input = z.object({ takeOver: z.boolean().default(false) });

/** The open page claims its case, and renews the claim while it stays open. */
export const PUT: RequestHandler = endpoint(async ({ request, params, locals }) => {
  const held = await claimCase(params.id, await jsonBody(request, input), {
    actor: locals.actor,
    now: new Date(),
  });
  return { held };
});

/** The page was left. */
export const DELETE: RequestHandler = endpoint(async ({ params, locals }) => {
  await releaseCase(params.id, { actor: locals.actor, now: new Date() });
  return new Response(null, { status: 204 });
});
