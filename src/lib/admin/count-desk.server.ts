import type { Actor } from '#lib/actor.ts';
import { countAuthorsToCheck } from '#lib/authorship/decide-authorship.server.ts';
import { countOpenChallenges } from '#lib/challenges/list-challenges.server.ts';

/** What waits for an admin, by the address of its page. None for anyone else. */
export async function countDesk(actor: Actor | null): Promise<Record<string, number>> {
  if (actor?.role !== 'admin') return {};
  const [challenges, authors] = await Promise.all([countOpenChallenges(actor), countAuthorsToCheck(actor)]);
  return { '/admin/challenges': challenges, '/admin/authors': authors };
}
