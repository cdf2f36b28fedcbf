import { replyAllowedAt } from '#lib/discussion/posting/heat.ts';
import type { CommentNode } from './comment-node.svelte.ts';
import type { Thread } from './thread.svelte.ts';

/** When replies to it are allowed (milliseconds since 1970); 0: now. */
export function repliesAllowedAt(node: CommentNode, thread: Thread): number {
  const chain = thread
    .chain(node)
    .map(({ comment: { heat } }) => (heat ? { reports: heat.reports, since: new Date(heat.since) } : null));
  return replyAllowedAt({ createdAt: new Date(node.comment.createdAt) }, chain);
}
