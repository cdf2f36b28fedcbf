import { randomUUID } from 'node:crypto';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import type { CommentView } from '#lib/live/events.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import type { Stance, VerdictView } from '#lib/verdicts/verdict-view.ts';
import { enter } from './cast.ts';
import { publish } from './verdict.ts';

/** Readers whose votes count at once; those of new accounts may be held. */
export async function crowd(size: number): Promise<Actor[]> {
  const readers: Actor[] = [];
  for (let i = 0; i < size; i++) readers.push(await enter(`reader-${String(i)}-${randomUUID().slice(0, 6)}`));
  await db().user.updateMany({ data: { createdAt: new Date('2026-01-01T00:00:00Z') } });
  return readers;
}

/** Publishes a verdict at that time. */
export async function publishAt(title: string, at: Date): Promise<VerdictView> {
  const verdict = await publish(title);
  await db().verdict.update({ where: { id: verdict.id }, data: { createdAt: at } });
  return verdict;
}

export async function vote(
  claimId: string,
  readers: Actor[],
  { stances, now }: { stances: (Stance | null)[]; now: Date },
): Promise<void> {
  for (const [i, stance] of stances.entries()) await castVote(claimId, stance, { actor: readers[i]!, now });
}

/** A comment that these readers rated helpful. */
export async function helpfulComment(
  slug: string,
  body: string,
  { author, readers, now }: { author: Actor; readers: Actor[]; now: Date },
): Promise<CommentView> {
  const { comment } = await postComment(slug, { body, nonce: randomUUID() }, { actor: author, now });
  for (const actor of readers) await rateComment(comment.id, true, { actor, now });
  return comment;
}
