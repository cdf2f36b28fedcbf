import { db, type Tx } from '#lib/db/client.server.ts';
import type { FollowKind, FollowLevel } from './follow.ts';

export interface FollowTarget {
  kind: FollowKind;
  targetId: string;
}

/** The verdict at this slug, unless it is unpublished and the reader can't see it. */
export async function verdictIdOf(slug: string, seesUnpublished: boolean): Promise<string | null> {
  const where = { slug, ...(seesUnpublished ? {} : { state: { not: 'unpublished' as const } }) };
  return (await db().verdict.findFirst({ where, select: { id: true } }))?.id ?? null;
}

/** Whether this comment is public, or was before it was withdrawn or removed. */
export async function isPlacedComment(id: string): Promise<boolean> {
  const where = { id, seq: { gt: 0 }, verdict: { state: { not: 'unpublished' as const } } };
  return (await db().comment.count({ where })) > 0;
}

export async function saveFollow(
  userId: string,
  { kind, targetId }: FollowTarget,
  level: FollowLevel,
): Promise<void> {
  if (level === 'normal') return void (await db().follow.deleteMany({ where: { userId, targetId } }));
  await db().follow.upsert({
    where: { userId_targetId: { userId, targetId } },
    create: { userId, targetId, kind, level },
    update: { level },
  });
}

/** The account's levels of these targets; those without a row are normal. */
export async function levelsOf(userId: string, targetIds: string[]): Promise<Map<string, FollowLevel>> {
  const rows = await db().follow.findMany({
    where: { userId, targetId: { in: targetIds } },
    select: { targetId: true, level: true },
  });
  return new Map(rows.map(({ targetId, level }) => [targetId, level]));
}

/** A person who is blocked isn't followed. */
export async function insertBlock(userId: string, blockedId: string, tx: Tx): Promise<void> {
  await tx.block.createMany({ data: [{ userId, blockedId }], skipDuplicates: true });
  await tx.follow.deleteMany({ where: { userId, targetId: blockedId, level: 'follow' } });
}

export async function deleteBlock(userId: string, blockedId: string): Promise<void> {
  await db().block.deleteMany({ where: { userId, blockedId } });
}

export async function isBlocked(userId: string, blockedId: string): Promise<boolean> {
  return (await db().block.count({ where: { userId, blockedId } })) > 0;
}

export async function countFollows(userId: string): Promise<number> {
  return db().follow.count({ where: { userId } });
}

export async function countBlocks(userId: string): Promise<number> {
  return db().block.count({ where: { userId } });
}
