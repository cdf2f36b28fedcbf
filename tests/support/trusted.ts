import { randomUUID } from 'node:crypto';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { enter } from './cast.ts';
import { publish } from './verdict.ts';

const COMMENTS = { 0: 0, 1: 2, 2: 20 };

/** A reader who joined in January 2026 and has the comments that level 1 or 2 requires, on a separate verdict. */
export async function enterTrusted(username: string, level: 0 | 1 | 2): Promise<Actor> {
  const actor = await enter(username);
  await db().user.update({ where: { id: actor.id }, data: { createdAt: new Date('2026-01-01T00:00:00Z') } });
  if (level === 0) return actor;
  const { slug } = await publish(`Where ${username} came from`);
  for (let day = 1; day <= COMMENTS[level]; day++) {
    const now = new Date(Date.UTC(2026, 1, day));
    await postComment(slug, { body: `Day ${day}.`, nonce: randomUUID() }, { actor, now });
  }
  return actor;
}
