import { requireSignedIn, seesReporting } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import type { SiteMine } from '#lib/live/events.ts';
import { isSlug } from '#lib/verdicts/find-verdict.server.ts';
import { keepsPlace } from '#lib/discussion/comment.ts';
import { commentView } from '#lib/discussion/reading/comment-view.ts';
import { upToDate } from '#lib/discussion/reading/rendered.server.ts';
import { positionOf } from '#lib/discussion/whats-new/read-position.store.server.ts';
import type { VerdictMine } from './mine-view.ts';
import { readMine } from './mine.store.server.ts';

type Own = Omit<VerdictMine, Exclude<keyof SiteMine, 'unread'>>;

/**
 * The actor's own state on a verdict's page, and their number of unread notices, in one query.
 * @throws Refusal `sign-in-first`, `verdict-not-found`
 */
export async function findVerdictMine(
  slug: string,
  ids: string[],
  { actor, now }: RequestContext,
): Promise<Own> {
  const reader = requireSignedIn(actor);
  const row = isSlug(slug) ? await readMine(slug, { actor: reader, ids }) : null;
  if (!row) throw new Refusal('verdict-not-found');
  return {
    unread: row.unread,
    barred: !seesReporting(reader),
    read: positionOf(row.read),
    blocked: row.blocked,
    credits: row.credits,
    peeked: row.peeked,
    claims: row.claims.map(({ countsAt, ...claim }) => ({ ...claim, ...held(countsAt) })),
    ratings: row.ratings.map(({ countsAt, ...rating }) => ({ ...rating, ...held(countsAt) })),
    comments: row.comments
      .filter((comment) => keepsPlace(comment, reader))
      .map((comment) => commentView(upToDate(comment), reader, now)),
    restrictions: row.restrictions
      .map(({ scope, until }) => ({ scope, until: utc(until) }))
      .filter(({ until }) => until === null || Date.parse(until) > now.getTime()),
  };
}

const held = (countsAt: string | null) => (countsAt === null ? {} : { countsAt: utc(countsAt)! });

/** PostgreSQL's JSON has times with an offset. */
function utc(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
