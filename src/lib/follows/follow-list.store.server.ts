import { db } from '#lib/db/client.server.ts';
import type { FollowKind, FollowLevel } from './follow.ts';
import type { FollowTarget } from './follow.store.server.ts';

export interface FollowRow extends FollowTarget {
  level: FollowLevel;
}

export async function readFollows(userId: string, after: string | null, take: number): Promise<FollowRow[]> {
  return db().follow.findMany({
    where: { userId, ...(after === null ? {} : { targetId: { lt: after } }) },
    select: { kind: true, targetId: true, level: true },
    orderBy: { targetId: 'desc' },
    take,
  });
}

export async function readBlocks(userId: string, after: string | null, take: number): Promise<string[]> {
  const rows = await db().block.findMany({
    where: { userId, ...(after === null ? {} : { blockedId: { lt: after } }) },
    select: { blockedId: true },
    orderBy: { blockedId: 'desc' },
    take,
  });
  return rows.map(({ blockedId }) => blockedId);
}

export async function readBlockedNames(userId: string): Promise<string[]> {
  const rows = await db().block.findMany({
    where: { userId },
    select: { blocked: { select: { username: true } } },
  });
  return rows.flatMap(({ blocked }) => blocked.username ?? []);
}

export interface TargetName {
  /** In the address of its page: a slug, an id or a name. */
  target: string;
  label: string;
  href: string;
}

/** What lists call these targets. Those that the reader can't see are absent. */
export async function namesOf(ids: Record<FollowKind, string[]>): Promise<Map<string, TargetName>> {
  const published = { state: { not: 'unpublished' as const } };
  const [verdicts, comments, people] = await Promise.all([
    db().verdict.findMany({
      where: { id: { in: ids.verdict }, ...published },
      select: { id: true, slug: true, title: true },
    }),
    db().comment.findMany({
      where: { id: { in: ids.branch }, verdict: published },
      select: {
        ...{ id: true, status: true, author: { select: { username: true } } },
        verdict: { select: { slug: true, title: true } },
      },
    }),
    db().user.findMany({ where: { id: { in: ids.person } }, select: { id: true, username: true } }),
  ]);
  const names = new Map<string, TargetName>();
  for (const { id, slug, title } of verdicts)
    names.set(id, { target: slug, label: title, href: `/v/${slug}` });
  for (const { id, status, author, verdict } of comments) {
    const by = status === 'visible' && author.username ? `The comment by ${author.username}` : 'A comment';
    const href = `/v/${verdict.slug}?comment=${id}#c-${id}`;
    names.set(id, { target: id, label: `${by} on ${verdict.title}`, href });
  }
  for (const { id, username } of people)
    if (username) names.set(id, { target: username, label: username, href: `/u/${username}` });
  return names;
}
