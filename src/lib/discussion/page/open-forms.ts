import type { CommentForm } from '#lib/discussion/thread/comment-node.svelte.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';

/** The ids of the comments whose forms the address opens, or at which a plain form was refused. */
export type OpenForms = Record<CommentForm, string | null>;

/** Opens the forms that this reader may use, and removes them from `open`: what the reader closes stays closed. */
export function openForms(discussion: Discussion, open: OpenForms): void {
  for (const form of ['reply', 'edit', 'withdraw'] as const) {
    const node = open[form] === null ? undefined : discussion.thread.find(open[form]);
    if (!node) continue;
    const { mine, status } = node.comment;
    const mayOpen = { reply: status === 'visible', edit: mine?.canEdit, withdraw: mine?.canWithdraw };
    if (!mayOpen[form]) continue;
    node.form = form;
    open[form] = null;
  }
}
