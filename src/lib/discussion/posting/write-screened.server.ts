import { db } from '#lib/db/client.server.ts';
import { GroupCommit } from '#lib/db/group-commit.ts';
import { measureQueue } from '#lib/metrics/metrics.server.ts';
import { createNotices } from '#lib/notices/create-notices.server.ts';
import { scheduleFollowerNotices } from '#lib/notices/notify-followers.server.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import type { Accepted } from '#lib/discussion/screening/screening.ts';
import { insertWordReport } from '#lib/discussion/screening/screening.store.server.ts';
import { publishChanges } from '#lib/discussion/status/publish-changes.server.ts';
import {
  insertComments,
  insertCommentWith,
  isInserted,
  type Inserted,
  type NewComment,
} from '#lib/discussion/store/insert.store.server.ts';
import { insertPending } from '#lib/discussion/store/pending.store.server.ts';

export interface Written {
  id: string;
  row: CommentRow | null;
  notified: string[];
}

type Post = NewComment & { slug: string };

const posts = new GroupCommit<Post, Inserted>(
  async (verdictId, group) => {
    const results = await insertComments(verdictId, group);
    if (results.some((result) => isInserted(result) && result.followed)) scheduleFollowerNotices();
    publishChanges(
      group[0]!.slug,
      results.filter(isInserted).map(({ change }) => change),
    );
    return results;
  },
  { measure: measureQueue('posts') },
);

/** Writes a new comment as screening decided (visible, visible and reported, or pending) and publishes it. @throws NotInserted */
export async function writeScreened(post: Post, screening: Accepted): Promise<Written> {
  if (screening?.act === 'hold') return writePending(post, screening.reason);
  const { row, notified } = screening
    ? await writeReported(post, screening.note)
    : await posts.submit(post.verdictId, post);
  return { id: row.id, row, notified };
}

async function writeReported(post: Post, note: string): Promise<Inserted> {
  const inserted = await insertCommentWith(post, (tx, commentId) =>
    insertWordReport(tx, { commentId, note, now: post.now }),
  );
  publishChanges(post.slug, [inserted.change]);
  if (inserted.followed) scheduleFollowerNotices();
  return inserted;
}

async function writePending(post: Post, reason: string): Promise<Written> {
  const { authorId: userId, now } = post;
  const id = await db().$transaction(async (tx) => {
    const commentId = await insertPending(post, tx);
    await createNotices([{ userId, kind: 'held', commentId, data: { reason }, now }], tx);
    return commentId;
  });
  return { id, row: null, notified: [userId] };
}
