import { db } from '#lib/db/client.server.ts';
import type { FeedbackKind, FeedbackState } from './feedback.ts';
import type { FeedbackRow } from './feedback-view.ts';

export interface NewFeedback {
  kind: FeedbackKind;
  message: string;
  email?: string | undefined;
  page?: string | undefined;
  userId: string | null;
}

export async function insertFeedback(data: NewFeedback): Promise<string> {
  const { id } = await db().feedback.create({ data, select: { id: true } });
  return id;
}

/** Newest first, after `before`. */
export async function readFeedbackPage(
  state: FeedbackState | undefined,
  before: { createdAt: Date; id: string } | null,
  take: number,
): Promise<FeedbackRow[]> {
  const older = before && {
    OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, id: { lt: before.id } }],
  };
  return db().feedback.findMany({
    where: { ...(state ? { state } : {}), ...older },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take,
    omit: { userId: true },
    include: { user: { select: { username: true } } },
  });
}

export async function countFeedbackByState(): Promise<Record<FeedbackState, number>> {
  const counts = { new: 0, read: 0, done: 0 };
  const groups = await db().feedback.groupBy({ by: ['state'], _count: true });
  for (const { state, _count } of groups) counts[state] = _count;
  return counts;
}

export async function countNew(): Promise<number> {
  return db().feedback.count({ where: { state: 'new' } });
}

export async function updateFeedbackState(id: string, state: FeedbackState): Promise<boolean> {
  const { count } = await db().feedback.updateMany({ where: { id }, data: { state } });
  return count === 1;
}

/** Removes the email addresses from messages older than `before`. @returns how many */
export async function clearAddresses(before: Date): Promise<number> {
  const { count } = await db().feedback.updateMany({
    where: { createdAt: { lt: before }, email: { not: null } },
    data: { email: null },
  });
  return count;
}
