import { requestContext } from '#lib/http/request-context.server.ts';
import { randomUUID } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { answerForm, orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { leaseCase, releaseCase } from '#lib/moderation/cases/lease-case.server.ts';
import { decideAppeal } from '#lib/moderation/appeals/decide-appeal.server.ts';
import { decideCase } from '#lib/moderation/decisions/decide-case.server.ts';
import { CASE_DECISIONS } from '#lib/moderation/cases/case.ts';
import { caseParams, decideInput, appealDecisionInput, liftInput } from '#lib/moderation/moderation-input.ts';
import type { DecisionResult } from '#lib/moderation/decisions/decision-result.ts';
import { findCase } from '#lib/moderation/cases/find-case.server.ts';
import { liftRestriction } from '#lib/moderation/restrictions/lift-restriction.server.ts';
import { undo } from '../../undo-action.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** `do`: the decision whose form is open. */
const openQuery = z.object({ do: z.enum(CASE_DECISIONS).nullable().default(null) });

export const load: PageServerLoad = async ({ params, locals, parent, url }) => {
  await parent();
  const found = await findCase(idOf({ params }), requestContext(locals)).catch(orErrorPage);
  // Each form has its own nonce, so that a request from one is never taken for a repeat of another's.
  const names = [...CASE_DECISIONS, 'hear', 'lift', 'undo'] as const;
  const nonces = Object.fromEntries(names.map((name) => [name, randomUUID()])) as Record<
    (typeof names)[number],
    string
  >;
  return { found, nonces, wanted: pageQuery(openQuery, url).do };
};

const decided = ({ id, kind, undoUntil }: DecisionResult) => ({
  decided: { id, kind, undoable: undoUntil !== null },
});

const leaseInput = z.object({ take: z.enum(['true', 'false']).default('false') });

export const actions: Actions = {
  decide: (event) =>
    answerForm(event, decideInput, async (input, context) =>
      decided(await decideCase(idOf(event), input, context)),
    ),
  hear: (event) =>
    answerForm(event, appealDecisionInput, async (input, context) =>
      decided(await decideAppeal(idOf(event), input, context)),
    ),
  lift: (event) =>
    answerForm(event, liftInput, async (input, context) => decided(await liftRestriction(input, context))),
  lease: (event) =>
    answerForm(event, leaseInput, async ({ take }, context) => {
      await leaseCase(idOf(event), { takeOver: take === 'true' }, context);
      return { leased: true };
    }),
  release: (event) =>
    answerForm(event, z.object({}), async (_input, context) => {
      await releaseCase(idOf(event), context);
      return { released: true };
    }),
  undo,
};

function idOf({ params }: Pick<RequestEvent, 'params'>): string {
  return pageParams(caseParams, params).id;
}
