import { callApi, Problem } from '#lib/http/api/api-client.ts';
import type { CommentView } from '#lib/live/events.ts';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';

/** @param version of the text that the reader has changed @throws Problem, NoResponse */
export async function edit(
  discussion: Discussion,
  { comment: { id } }: CommentNode,
  { body, version }: { body: string; version: number },
): Promise<void> {
  try {
    discussion.apply([await callApi<CommentView>('PATCH', `/comments/${id}`, { body, version })]);
  } catch (fault) {
    // Edited elsewhere before the live message: the page shows that text beside the refused one.
    if (fault instanceof Problem && fault.code === 'comment-changed')
      discussion.apply([fault.current as CommentView]);
    throw fault;
  }
}

/** @throws Problem, NoResponse */
export async function withdraw(discussion: Discussion, node: CommentNode): Promise<void> {
  await callApi('DELETE', `/comments/${node.comment.id}`).catch((fault: unknown) => {
    if (!(fault instanceof Problem) || fault.code !== 'comment-not-found') throw fault;
    throw new Problem(404, { code: fault.code, detail: 'This comment was already removed.' }, null);
  });
  const gone = { status: 'withdrawn' as const, author: null, html: null, body: null, anchor: null };
  const { mine, ...comment } = node.comment;
  // As the live message will say, without waiting for it.
  const left = mine ? { mine: { ...mine, canEdit: false, canWithdraw: false } } : {};
  discussion.apply([{ ...comment, ...gone, ...left, seq: comment.seq }]);
}
