import type { CommentView } from '#lib/live/events.ts';

/** A comment by bob, created by the change `seq` and unchanged since. */
export function commentView(id: string, seq: number, more: Partial<CommentView> = {}): CommentView {
  return {
    id,
    verdict: 'v',
    parentId: null,
    depth: 0,
    author: { username: 'bob', role: 'reader' },
    answers: null,
    html: `<p>${id}</p>`,
    body: id,
    status: 'visible',
    anchor: null,
    createdAt: '2026-05-21T12:00:00.000Z',
    editedAt: null,
    version: 1,
    seq,
    born: seq,
    replies: 0,
    helpful: 0,
    notHelpful: 0,
    counted: 0,
    ...more,
  };
}
