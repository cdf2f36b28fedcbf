import { z } from 'zod';
import { deviceName } from '#lib/accounts/sessions/device-name.ts';
import { endpoint, jsonBody, queryOf } from '#lib/http/api/api.server.ts';
import { checkedParams } from '#lib/http/input/input.server.ts';
import { draftInput, draftKey, dropQuery } from '#lib/discussion/stored-drafts/draft-input.ts';
import { dropDraft } from '#lib/discussion/stored-drafts/drop-draft.server.ts';
import { saveDraft } from '#lib/discussion/stored-drafts/save-draft.server.ts';
import type { RequestHandler } from './$types';

const draftParams = z.object({ key: draftKey });

export const PUT: RequestHandler = endpoint(async ({ params, request }, context) => {
  const { key } = checkedParams(draftParams, params);
  const input = await jsonBody(request, draftInput);
  const device = deviceName(request.headers.get('user-agent'));
  return saveDraft({ key, ...input }, { ...context, device });
});

export const DELETE: RequestHandler = endpoint(async ({ params, url }, { actor }) => {
  const { key } = checkedParams(draftParams, params);
  await dropDraft({ key, ...queryOf(url, dropQuery) }, actor);
  return new Response(null, { status: 204 });
});
