import type { z } from 'zod';
import { requireApproved } from '#lib/actor.ts';
import type { Tx } from '#lib/db/client.server.ts';
import { spend } from '#lib/limits.server.ts';
import type { CommentView } from '#lib/live/events.ts';
import { addMentions, createNotices } from '#lib/notices/create-notices.server.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { refuseReadOnly } from '#lib/site-settings/refuse-read-only.server.ts';
import { findStanding } from '#lib/standing/find-standing.server.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import { reportCaseChanged } from '#lib/standing/queue-changes.server.ts';
import type { editInput } from './comment-input.ts';
import { commentView } from '#lib/discussion/reading/comment-view.ts';
import { findMentioned, MAX_MENTIONS, renderText } from '#lib/discussion/mentions/find-mentioned.server.ts';
import { saveEdit, type Edit } from '#lib/discussion/store/edit.store.server.ts';
import { findComment, findRow } from '#lib/discussion/reading/find-comment.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import { whyNotEdit } from '#lib/discussion/rules.ts';
import { findSiteRules, screenText } from '#lib/discussion/screening/screen-text.server.ts';
import type { Accepted } from '#lib/discussion/screening/screening.ts';
import { insertWordReport } from '#lib/discussion/screening/screening.store.server.ts';

/**
 * Replaces a comment's text and keeps the old one as a revision. The same text again changes nothing. A comment hidden
 * by reports becomes visible again, once. If screening holds the new text, it is hidden until a moderator has read it.
 * @throws Refusal `comment-not-found`, `not-yours`, `too-late-to-edit`, `edited-too-often`, `rate-limited`,
 * `comment-changed` (with the current comment), and what screening refuses
 */
export async function editComment(
  id: string,
  { body, version }: z.output<typeof editInput>,
  context: RequestContext,
): Promise<CommentView> {
  const { now } = context;
  const author = requireApproved(context.actor);
  await refuseReadOnly();
  const row = await findRow(id, author);
  const why = whyNotWrite(row.verdictState, author) ?? whyNotEdit(row, author, now);
  if (why) throw new Refusal(why);
  if (row.body === body) return commentView(row, author, now);
  await spend('edit', author.id);
  const [standing, siteRules, mentioned] = await Promise.all([
    findStanding(author.id, now),
    findSiteRules(),
    findMentioned(body, author.id, id),
  ]);
  const { html, plain } = renderText(body, mentioned);
  const screening = screenText({ body, html: plain, standing, siteRules, thread: null }, now);
  const withhold = screening?.act === 'hold';
  const edit = { id, authorId: author.id, version, body, html, now, withhold };
  const userIds = mentioned.map(({ id }) => id);
  const mentions = { commentId: id, userIds, most: MAX_MENTIONS, withheld: withhold, now };
  const notified = await changeThread({ id: row.verdictId, slug: row.slug }, async (thread) => {
    await saveEdit(thread, edit);
    if (screening) await reportWord(thread.tx, edit, screening);
    return addMentions(mentions, thread.tx);
  }).catch(async (fault: unknown) => {
    if (!(fault instanceof Refusal) || fault.code !== 'comment-changed') throw fault;
    throw new Refusal('comment-changed', { state: await findComment(id, context) });
  });
  await publishUnreadCounts(withhold ? [author.id, ...notified] : notified);
  // Moderators who have its case open see that there is a newer text.
  if (screening || row.reports > 0) await reportCaseChanged(id);
  return findComment(id, context);
}

async function reportWord(
  tx: Tx,
  { id, authorId, now }: Edit,
  screening: NonNullable<Accepted>,
): Promise<void> {
  const held = screening.act === 'hold';
  const note = held ? 'Held by the admin’s list after an edit' : screening.note;
  await insertWordReport(tx, { commentId: id, note, now });
  const notice = { userId: authorId, kind: 'hidden', commentId: id, data: { reason: 'word' }, now } as const;
  if (held) await createNotices([notice], tx);
}
