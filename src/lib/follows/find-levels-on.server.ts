import type { Actor } from '#lib/actor.ts';
import type { FollowLevel } from './follow.ts';
import { isBlocked, levelsOf } from './follow.store.server.ts';

/** What a reader hears from below a comment, and from its author; the latter is null about oneself. */
export interface CommentLevels {
  branch: FollowLevel;
  person: { level: FollowLevel; blocked: boolean } | null;
}

export async function findLevelsOn(
  { id, authorId }: { id: string; authorId: string },
  reader: Actor,
): Promise<CommentLevels> {
  const isOwn = authorId === reader.id;
  const [levels, blocked] = await Promise.all([
    levelsOf(reader.id, isOwn ? [id] : [id, authorId]),
    isOwn ? false : isBlocked(reader.id, authorId),
  ]);
  const levelOf = (target: string) => levels.get(target) ?? 'normal';
  return { branch: levelOf(id), person: isOwn ? null : { level: levelOf(authorId), blocked } };
}
