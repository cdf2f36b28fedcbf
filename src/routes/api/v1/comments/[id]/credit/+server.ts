import { creditComment } from '#lib/discussion/credits/credit-comment.server.ts';
import { creditInput } from '#lib/discussion/credits/credit-input.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = endpoint(async ({ params, request }, context) =>
  creditComment(params.id, await jsonBody(request, creditInput), context),
);
