import type { z } from 'zod';
import { requireApproved } from '#lib/actor.ts';
import type { Tx } from '#lib/db/client.server.ts';
import { spend } from '#lib/limits.server.ts';
import type { CommentView } from '#lib/live/events.ts';
import { giveNotices } from '#lib/notices/give-notice.server.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { refuseReadOnly } from '#lib/site-settings/refuse-read-only.server.ts';
import { findStanding } from '#lib/standing/find-standing.server.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import { reportCaseChanged } from '#lib/standing/queue-changes.server.ts';
import type { editInput } from './comment-input.ts';
import { commentView } from '#lib/discussion/reading/comment-view.ts';
import { updateBody } from '#lib/discussion/store/edit.store.server.ts';
import { findComment, findRow } from '#lib/discussion/reading/find-comment.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { renderMarkdown } from '#lib/discussion/reading/markdown.server.ts';
import { publishChanges } from './publish-change.server.ts';
import { whyNotEdit } from '#lib/discussion/rules.ts';
import { findSiteRules, screenText } from '#lib/discussion/screening/screen-text.server.ts';
import type { ScreeningResult } from '#lib/discussion/screening/screening.ts';
import { insertWordReport } from '#lib/discussion/screening/screening.store.server.ts';

/**
 * Replaces a comment's text; the old one stays as a revision. The same text again changes nothing. What reports had
 * hidden comes back, once. What screening wants to be read first is hidden until a moderator has read it.
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
  const html = renderMarkdown(body);
  const [standing, siteRules] = await Promise.all([findStanding(author.id, now), findSiteRules()]);
  const screening = screenText({ body, html, standing, siteRules, thread: null }, now);
  const withhold = screening?.act === 'hold';
  const edit = { id, verdictId: row.verdictId, authorId: author.id, version, body, html, now, withhold };
  try {
    const written = await updateBody(edit, (tx) => asRuled(tx, edit, screening));
    await publishChanges({ id: row.verdictId, slug: row.slug }, [written]);
  } catch (fault) {
    if (!(fault instanceof Refusal) || fault.code !== 'comment-changed') throw fault;
    throw new Refusal('comment-changed', { state: await findComment(id, context) });
  }
  if (withhold) await publishUnreadCounts([author.id]);
  // Moderators who have its case open see that there is a newer text.
  if (screening || row.reports > 0) await reportCaseChanged(id);
  return findComment(id, context);
}

/** What screening found opens a case, and its author is told where the comment is out of sight. */
async function asRuled(
  tx: Tx,
  { id, authorId, now }: { id: string; authorId: string; now: Date },
  screening: Exclude<ScreeningResult, { act: 'refuse' }> | null,
): Promise<void> {
  if (!screening) return;
  const held = screening.act === 'hold';
  const note = held ? 'Held by the admin’s list after an edit' : screening.note;
  await insertWordReport(tx, { commentId: id, note, now });
  const hidden = { userId: authorId, kind: 'hidden', commentId: id, data: { reason: 'word' }, now } as const;
  if (held) await giveNotices([hidden], tx);
}
