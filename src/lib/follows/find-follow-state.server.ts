import type { Actor } from '#lib/actor.ts';
import type { FollowLevel } from './follow.ts';
import { isBlocked, levelsOf } from './follow.store.server.ts';

/** The actor's levels of verdicts, comments or people, by id. */
export async function findLevels(actor: Actor, targetIds: string[]): Promise<(id: string) => FollowLevel> {
  const levels = await levelsOf(actor.id, targetIds);
  return (id) => levels.get(id) ?? 'normal';
}

/** What forms about a person show: null about oneself, or without an actor. */
export async function findPersonState(
  personId: string,
  actor: Actor | null,
): Promise<{ level: FollowLevel; blocked: boolean } | null> {
  if (!actor || actor.id === personId) return null;
  const [level, blocked] = await Promise.all([findLevels(actor, [personId]), isBlocked(actor.id, personId)]);
  return { level: level(personId), blocked };
}
