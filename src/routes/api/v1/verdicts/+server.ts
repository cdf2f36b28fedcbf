import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { requireOperator } from '#lib/actor.ts';
import { endpoint, jsonBody, queryOf } from '#lib/http/api/api.server.ts';
import { readersOf } from '#lib/live/presence.server.ts';
import { listingInput } from '#lib/verdicts/list/list-input.ts';
import { listVerdicts } from '#lib/verdicts/list/list-verdicts.server.ts';
import { publishVerdict } from '#lib/verdicts/publish/publish-verdict.server.ts';
import { MAX_VERDICT_BODY } from '#lib/verdicts/publish/verdict-input.ts';
import type { RequestHandler } from './$types';

// The use case checks which of the two bodies it is.
const body = z.record(z.string(), z.unknown());

export const GET: RequestHandler = endpoint(async ({ url }) =>
  listVerdicts(queryOf(url, listingInput), { readersOf }),
);

export const POST: RequestHandler = endpoint(async ({ request, locals }, context) => {
  const actor = requireOperator(locals);
  const input = await jsonBody(request, body, { maxBytes: MAX_VERDICT_BODY });
  const { verdict, created } = await publishVerdict(input, { actor, now: context.now });
  return json(verdict, { status: created ? 201 : 200 });
});
