import { db } from '#lib/db/client.server.ts';
import { giveNotices } from '#lib/notices/give-notice.server.ts';
import { insertComment, type NewComment, type Written } from './change.store.server.ts';
import { insertPending } from './pending.store.server.ts';
import type { Ruling } from './screening/screening.ts';
import { insertWordReport } from './screening/screening.store.server.ts';

export interface Screened {
  id: string;
  /** Null where it waits: nobody is told of it. */
  written: Written | null;
  /** Who got a notice. */
  told: string[];
}

/** Writes a new comment as screening ruled: visible, visible and reported, or held. One transaction each. */
export async function writeScreened(
  comment: NewComment,
  ruling: Exclude<Ruling, { act: 'refuse' }> | null,
): Promise<Screened> {
  if (!ruling) return visible(await insertComment(comment));
  if (ruling.act === 'hold') return held(comment, ruling.reason);
  return db().$transaction(async (tx) => {
    const written = await insertComment(comment, tx);
    await insertWordReport(tx, { commentId: written.id, note: ruling.note, now: comment.now });
    return visible(written);
  });
}

function visible({ id, told, ...written }: Awaited<ReturnType<typeof insertComment>>): Screened {
  return { id, written, told: told ? [told] : [] };
}

async function held(comment: NewComment, reason: string): Promise<Screened> {
  const { authorId: userId, now } = comment;
  const id = await db().$transaction(async (tx) => {
    const commentId = await insertPending(comment, tx);
    await giveNotices([{ userId, kind: 'held', commentId, data: { reason }, now }], tx);
    return commentId;
  });
  return { id, written: null, told: [userId] };
}
