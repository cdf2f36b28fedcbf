import { requireApproved } from '#lib/actor.ts';
import { commentView } from '#lib/discussion/reading/comment-view.ts';
import { findComment, findRow } from '#lib/discussion/reading/find-comment.server.ts';
import { whyNotChallenge } from '#lib/discussion/rules.ts';
import { findSiteRules, insertWordReport, screenText } from '#lib/discussion/screening/screen-text.server.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import { spend } from '#lib/limits.server.ts';
import type { ChallengeView } from '#lib/live/events.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { refuseReadOnly } from '#lib/site-settings/refuse-read-only.server.ts';
import { findStanding } from '#lib/standing/find-standing.server.ts';
import { reportCaseChanged } from '#lib/standing/queue-changes.server.ts';
import { markup } from '#lib/ui/markup.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import { insertChallenge } from './challenge.store.server.ts';

/**
 * Names a source against the passage that the comment is about. Idempotent; another source than the first is refused,
 * because readers rated the comment with it. @throws Refusal `sign-in-first`, `comment-not-found`, `not-yours`,
 * `passage-needed`, `rated-without-source`, `challenged-already`, `rate-limited`, and what screening refuses
 */
export async function challengeComment(
  id: string,
  source: string,
  { actor, now }: RequestContext,
): Promise<{ challenge: ChallengeView; created: boolean }> {
  const author = requireApproved(actor);
  await refuseReadOnly();
  const row = await findRow(id, author);
  const why = whyNotWrite(row.verdictState, author) ?? whyNotChallenge(row, author);
  if (why) throw new Refusal(why);
  await spend('challenge', author.id);
  const known = row.challenge && commentView(row, author, now).challenge;
  if (known) return { challenge: sameOrRefuse(known, source), created: false };
  const note = await screenSource(source, author.id, now);
  const created = await changeThread({ id: row.verdictId, slug: row.slug }, async (thread) => {
    const comment = await thread.read(id);
    if (comment?.moderated !== 'visible' || comment.withdrawn) throw new Refusal('comment-not-found');
    const isNew = await insertChallenge({ commentId: id, source, createdAt: now }, thread.tx);
    if (isNew) await thread.touch(comment);
    if (isNew && note !== null) await insertWordReport(thread.tx, { commentId: id, note, now });
    return isNew;
  });
  // The same request at the same moment, or another one.
  if (!created)
    return { challenge: sameOrRefuse((await findComment(id, { actor, now })).challenge!, source), created };
  if (note !== null) await reportCaseChanged(id);
  return { challenge: { source, host: new URL(source).hostname, state: 'open' }, created };
}

function sameOrRefuse(known: ChallengeView, source: string): ChallengeView {
  if (known.source !== source) throw new Refusal('challenged-already');
  return known;
}

/** As a comment that consists of this link; but a source can't be held. @returns why to report it; null: not */
async function screenSource(source: string, authorId: string, now: Date): Promise<string | null> {
  const [standing, siteRules] = await Promise.all([findStanding(authorId, now), findSiteRules()]);
  const html = markup`<p><a href="${source}">${source}</a></p>`.text;
  const screening = screenText({ body: source, html, standing, siteRules, thread: null }, now);
  if (screening?.act === 'hold') throw new Refusal('word-refused');
  return screening?.note ?? null;
}
