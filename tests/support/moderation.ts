import { randomUUID } from 'node:crypto';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import type { CommentView } from '#lib/live/events.ts';
import { decideCase } from '#lib/moderation/decisions/decide-case.server.ts';
import type { DecideInput } from '#lib/moderation/moderation-input.ts';
import { reportComment } from '#lib/moderation/reports/report-comment.server.ts';

/** Posts a comment that `reporter` reports; admins and moderators need no trust for that. */
export async function reportedComment(
  slug: string,
  { author, reporter, body, now }: { author: Actor; reporter: Actor; body: string; now: Date },
): Promise<{ comment: CommentView; caseId: string }> {
  const { comment } = await postComment(slug, { body, nonce: randomUUID() }, { actor: author, now });
  await reportComment(
    comment.id,
    { reason: 'personal_attack' },
    { actor: reporter, now, address: '192.0.2.1' },
  );
  const { id } = await db().case.findFirstOrThrow({ where: { commentId: comment.id, state: 'open' } });
  return { comment, caseId: id };
}

/** Decides on version 1, by default as a personal attack. */
export function decideOn(
  caseId: string,
  input: Partial<DecideInput>,
  context: { actor: Actor | null; now: Date },
) {
  const usual = { kind: 'remove', version: 1, nonce: randomUUID(), replies: false, where: 'branch' } as const;
  const reason =
    !input.kind || ['remove', 'warn', 'restrict'].includes(input.kind) ? 'personal_attack' : undefined;
  return decideCase(caseId, { ...usual, reason, ...input }, context);
}
