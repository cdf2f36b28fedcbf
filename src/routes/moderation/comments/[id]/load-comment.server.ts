import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { COMMENT_DECISIONS } from '#lib/moderation/cases/case.ts';
import { findCommentToModerate } from '#lib/moderation/in-thread/find-comment-to-moderate.server.ts';
import type { LoadedComment } from '#lib/moderation/in-thread/moderated-comment.ts';
import { idInput } from '#lib/discussion/posting/comment-input.ts';
import type { RequestContext } from '#lib/request-context.ts';

export const commentParams = z.object({ id: idInput });

const FORMS = [...COMMENT_DECISIONS, 'undo'] as const;

/** For the page and the thread's dialog. Each form has its own nonce, so that no request is taken for another's repeat. */
export async function loadComment(id: string, context: RequestContext): Promise<LoadedComment> {
  const moderated = await findCommentToModerate(id, context);
  const nonces = Object.fromEntries(FORMS.map((name) => [name, randomUUID()])) as LoadedComment['nonces'];
  return { moderated, nonces };
}
