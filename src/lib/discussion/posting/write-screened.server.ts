import { db } from '#lib/db/client.server.ts';
import { GroupCommit } from '#lib/db/group-commit.ts';
import { watchQueue } from '#lib/metrics/metrics.server.ts';
import { giveNotices } from '#lib/notices/give-notice.server.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { insertComments, type Inserted, type NewComment } from '#lib/discussion/store/insert.store.server.ts';
import { insertPending } from '#lib/discussion/store/pending.store.server.ts';
import { publishChanges } from './publish-change.server.ts';
import type { ScreeningResult } from '#lib/discussion/screening/screening.ts';
import { insertWordReport } from '#lib/discussion/screening/screening.store.server.ts';

export interface Screened {
  id: string;
  /** As it was told to the watchers; null where it waits: nobody is told of it. */
  row: CommentRow | null;
  /** Who got a notice. */
  told: string[];
}

/** A comment to write, and the verdict's slug: all of one verdict are written, and told, together. */
type Post = NewComment & { slug: string };

const posts = new GroupCommit<Post, Screened>(
  async (verdictId, group) => {
    const outcomes = await insertComments(verdictId, group);
    const written = outcomes.filter((outcome): outcome is Inserted => !(outcome instanceof Error));
    const verdict = { id: verdictId, slug: group[0]!.slug };
    const rows = await publishChanges(verdict, written).catch((cause: unknown) => {
      // Not as it is: what the database says of a question must not be taken for a word on what was written.
      throw new Error('Comments were written, but could not be told', { cause });
    });
    return outcomes.map((outcome) => (outcome instanceof Error ? outcome : visible(outcome, rows)));
  },
  { watch: watchQueue('posts') },
);

/**
 * Writes a new comment as screening ruled (visible, visible and reported, or held) and tells the watchers of what they
 * may see. @throws NotInserted
 */
export async function writeScreened(
  post: Post,
  screening: Exclude<ScreeningResult, { act: 'refuse' }> | null,
): Promise<Screened> {
  if (!screening) return posts.submit(post.verdictId, post);
  if (screening.act === 'hold') return held(post, screening.reason);
  const written = await db().$transaction(async (tx) => {
    const [outcome] = await insertComments(post.verdictId, [post], tx);
    if (outcome instanceof Error) throw outcome;
    await insertWordReport(tx, { commentId: outcome!.id, note: screening.note, now: post.now });
    return outcome!;
  });
  // Read anew: the report is part of what it looks like.
  const { row: _, ...change } = written;
  return visible(written, await publishChanges({ id: post.verdictId, slug: post.slug }, [change]));
}

function visible({ id, told }: Inserted, rows: Map<string, CommentRow>): Screened {
  return { id, row: rows.get(id)!, told: told ? [told] : [] };
}

async function held(post: Post, reason: string): Promise<Screened> {
  const { authorId: userId, now } = post;
  const id = await db().$transaction(async (tx) => {
    const commentId = await insertPending(post, tx);
    await giveNotices([{ userId, kind: 'held', commentId, data: { reason }, now }], tx);
    return commentId;
  });
  return { id, row: null, told: [userId] };
}
