import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { checkedParams } from '#lib/http/input/input.server.ts';
import { claimCase, releaseCase } from '#lib/moderation/cases/lease-case.server.ts';
import { caseParams } from '#lib/moderation/moderation-input.ts';
import { z } from 'zod';
import type { RequestHandler } from './$types';

const input = z.object({ takeOver: z.boolean().default(false) });

/** The open page claims its case, and renews the claim while it stays open. */
export const PUT: RequestHandler = endpoint(async ({ request, params }, context) => {
  const held = await claimCase(checkedParams(caseParams, params).id, await jsonBody(request, input), context);
  return { held };
});

/** The page was left. */
export const DELETE: RequestHandler = endpoint(async ({ params }, context) => {
  await releaseCase(checkedParams(caseParams, params).id, context);
  return new Response(null, { status: 204 });
});
