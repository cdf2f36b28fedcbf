import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { checkedParams } from '#lib/http/input/input.server.ts';
import { leaseCase, releaseCase } from '#lib/moderation/cases/lease-case.server.ts';
import { caseParams } from '#lib/moderation/moderation-input.ts';
import { z } from 'zod';
import type { RequestHandler } from './$types';

const input = z.object({ takeOver: z.boolean().default(false) });

export const PUT: RequestHandler = endpoint(async ({ request, params }, context) => {
  const held = await leaseCase(checkedParams(caseParams, params).id, await jsonBody(request, input), context);
  return { held };
});

export const DELETE: RequestHandler = endpoint(async ({ params }, context) => {
  await releaseCase(checkedParams(caseParams, params).id, context);
  return new Response(null, { status: 204 });
});
