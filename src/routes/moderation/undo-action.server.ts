import { randomUUID } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { answerForm } from '#lib/http/forms/form.server.ts';
import { BULK_MAX } from '#lib/moderation/cases/case.ts';
import { undoDecision } from '#lib/moderation/decisions/undo-decision.server.ts';

const undoForm = z.object({
  decisions: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.uuid()).min(1).max(BULK_MAX)),
  nonce: z.uuid(),
});

/** Form action that undoes one recent decision, or those on a selection. */
export const undo = (event: RequestEvent) =>
  answerForm(event, undoForm, async ({ decisions, nonce }, context) => {
    for (const [i, decision] of decisions.entries())
      await undoDecision({ decision, nonce: i === 0 ? nonce : randomUUID() }, context);
    return { undone: decisions.length };
  });
