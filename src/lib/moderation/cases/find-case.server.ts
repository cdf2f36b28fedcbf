import { DELETED_ACCOUNT, requireModerator, type Actor } from '#lib/actor.ts';
import { findHistory } from '#lib/discussion/reading/find-comment.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { threadAround } from '#lib/discussion/reading/list-comments.server.ts';
import type { CommentView } from '#lib/live/events.ts';
import { Refusal } from '#lib/refusal.ts';
import type { AuthorRecord, CaseDecision, CaseRevision, CaseView } from './case.ts';
import {
  readAppealOf,
  readAuthorRecord,
  readDecisionsOn,
  readLocks,
  readReportsOf,
  readRequestsOf,
  hasOtherModerator,
  type DecisionLine,
} from './case-view.store.server.ts';
import { readCase, type CaseRow } from './case.store.server.ts';
import { queueItem } from '#lib/moderation/queue/queue-view.ts';
import { readCases, readOpenCasesOf } from '#lib/moderation/queue/queue.store.server.ts';
import type { RemovalRequestView, RequestReason } from '../removal-request.ts';
import { restrictionView } from '#lib/moderation/restrictions/restriction-view.ts';
import { readRestrictionsOf } from '#lib/moderation/restrictions/restriction.store.server.ts';

/**
 * A case, open or decided, with everything a moderator needs to decide it.
 * @throws Refusal `sign-in-first`, `forbidden`, `case-not-found`
 */
export async function findCase(id: string, context: RequestContext): Promise<CaseView> {
  const moderator = requireModerator(context.actor);
  const row = await readCase(id);
  const [found] = row ? await readCases([id]) : [];
  if (!row || !found) throw new Refusal('case-not-found');
  const [thread, revisions, reportList, requests, decisions, authorRecord, appealView, locked] =
    await Promise.all([
      threadOf(row, context),
      revisionsOf(row, moderator),
      readReportsOf(row),
      requestsOf(row, moderator),
      readDecisionsOn(row.commentId, row.id),
      recordOf(row, context.now),
      appealOf(row, moderator),
      readLocks(row.verdictId, row.commentId),
    ]);
  return {
    ...queueItem(found, context.now),
    open: found.open,
    thread,
    locked,
    revisions,
    reportList,
    requests,
    decisions: decisions.map(caseDecision),
    authorRecord,
    appealView,
  };
}

async function threadOf({ commentId, verdictId }: CaseRow, context: RequestContext): Promise<CommentView[]> {
  if (!commentId || !verdictId) return [];
  return orEmpty(
    async () => (await threadAround({ id: verdictId, seq: 0 }, { id: commentId }, context)).items,
  );
}

async function revisionsOf({ commentId }: CaseRow, moderator: Actor): Promise<CaseRevision[]> {
  if (!commentId) return [];
  return orEmpty(async () => (await findHistory(commentId, moderator)).items);
}

/** A withdrawn comment without replies is not found. */
async function orEmpty<T>(read: () => Promise<T[]>): Promise<T[]> {
  try {
    return await read();
  } catch (refusal) {
    if (refusal instanceof Refusal && refusal.code === 'comment-not-found') return [];
    throw refusal;
  }
}

const MAX_OTHER_CASES = 10;

async function recordOf({ authorId, id, author }: CaseRow, now: Date): Promise<AuthorRecord> {
  const [record, restrictions, others] = await Promise.all([
    readAuthorRecord(authorId, id),
    readRestrictionsOf(authorId),
    readOpenCasesOf(authorId, id, MAX_OTHER_CASES),
  ]);
  const { since, ...counts } = record;
  return {
    id: authorId,
    ...author,
    since: since.toISOString(),
    ...counts,
    restrictions: restrictions.map((each) => restrictionView(each, now)),
    otherOpen: others.map((other) => ({
      id: other.id,
      openedAt: other.openedAt.toISOString(),
      excerpt: queueItem(other, now).comment?.excerpt ?? '',
    })),
  };
}

async function requestsOf(row: CaseRow, moderator: Actor): Promise<RemovalRequestView[]> {
  const seesEmail = moderator.role === 'admin';
  return (await readRequestsOf(row)).map(({ email, reason, createdAt, ...request }) => ({
    ...request,
    reason: reason as RequestReason,
    email: seesEmail ? email : null,
    createdAt: createdAt.toISOString(),
  }));
}

async function appealOf(row: CaseRow, moderator: Actor): Promise<CaseView['appealView']> {
  const appeal = row.isAppeal ? await readAppealOf(row.id) : null;
  if (!appeal) return null;
  const { text, state, createdAt, decision, firstModeratorId } = appeal;
  const own = firstModeratorId === moderator.id;
  const mayDecide = !own || (moderator.role === 'admin' && !(await hasOtherModerator(moderator.id)));
  return { text, state, createdAt: createdAt.toISOString(), decision: caseDecision(decision), mayDecide };
}

function caseDecision({
  id,
  kind,
  reason,
  note,
  moderator,
  createdAt,
  undoneBy,
}: DecisionLine): CaseDecision {
  const by = moderator && (moderator.username ?? DELETED_ACCOUNT);
  return {
    id,
    kind,
    reason,
    note,
    moderator: by,
    createdAt: createdAt.toISOString(),
    undone: undoneBy !== null,
  };
}
