import { requireOperator } from '#lib/actor.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { readersOf } from '#lib/live/presence.server.ts';
import { editVerdict } from '#lib/verdicts/versions/edit-verdict.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { parseVerdictInput } from '#lib/verdicts/publish/parse-verdict-input.server.ts';
import { editVerdictInput, MAX_VERDICT_BODY } from '#lib/verdicts/publish/verdict-input.ts';
import { withOwnVotes } from '#lib/verdicts/verdict-view.ts';
import { ownVotes } from '#lib/votes/cast-vote.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async ({ params, locals }) => {
  const { slug = '' } = params;
  const verdict = await findVerdict(slug, { actor: locals.actor, readers: readersOf(slug) });
  return withOwnVotes(verdict, await ownVotes(verdict.id, locals.actor));
});

export const PUT: RequestHandler = endpoint(async ({ params, request, locals }, context) => {
  const actor = requireOperator(locals);
  const { note, version, ...body } = await jsonBody(request, editVerdictInput, {
    maxBytes: MAX_VERDICT_BODY,
  });
  const edit = { read: parseVerdictInput(body), note, baseVersion: version };
  const { verdict } = await editVerdict(params.slug, edit, { actor, now: context.now });
  return verdict;
});
