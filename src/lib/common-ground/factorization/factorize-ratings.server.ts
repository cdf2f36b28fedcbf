import type { Attempt, Outcome, RowQueue } from '#lib/jobs/row-queue.ts';
import { log } from '#lib/log.server.ts';
import { isDue, readRatings, saveFactors, type RatingRow, type Run } from './factors.store.server.ts';
import type { RatingArrays } from './ratings.ts';
import { factorizeInThread } from './run-thread.server.ts';

const PAGE = 20_000;

/** UTC, when few people read. */
const NIGHT_HOUR = 3;
const DAY = 24 * 3600 * 1000;

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** A night is a row: one of several processes computes it, or a later one if it ends before. */
export const factorizationQueue: RowQueue = {
  name: 'factorization',
  batch: 1,
  workers: 1,
  retry: { times: 5, after: 60, longest: 3600 },
  timeout: 1800,
  unscheduled: async () => nightsDue(new Date()),
  attempt: async (attempts) => Promise.all(attempts.map((attempt) => computeNight(attempt, new Date()))),
};

/** The latest night, unless it is done. */
export async function nightsDue(now: Date): Promise<{ id: string }[]> {
  const night = new Date(Math.floor((now.getTime() - NIGHT_HOUR * 3600e3) / DAY) * DAY + NIGHT_HOUR * 3600e3);
  return (await isDue(night)) ? [{ id: night.toISOString() }] : [];
}

async function computeNight({ id }: Attempt, now: Date): Promise<Outcome> {
  try {
    if (await isDue(new Date(id))) await factorizeRatings(now);
    return { id, done: true };
  } catch (err) {
    log.warn({ err, night: id }, 'the ratings could not be factorized; it is tried again');
    return { id, done: false, reason: err instanceof Error ? err.message : String(err) };
  }
}

/** Factorizes all ratings that count, and stores the factors of comments in place of the earlier ones. */
export async function factorizeRatings(now: Date): Promise<Run> {
  const { ids, ratings } = await readAll();
  const { comments, intercepts, factors, ...used } = await factorizeInThread(ratings);
  if (!used.converged) log.warn({ rounds: used.rounds }, 'the factorization ended before it converged');
  const run = {
    computedAt: now,
    ratings: used.ratings,
    raters: used.raters,
    comments: comments.length,
    rounds: used.rounds,
  };
  const rows = Array.from(comments, (comment, i) => ({
    commentId: ids[comment]!,
    intercept: intercepts[i]!,
    factor: factors[i]!,
  }));
  await saveFactors(rows, run);
  return run;
}

/** Numbers comments and raters in the order in which they are read. */
async function readAll(): Promise<{ ids: string[]; ratings: RatingArrays }> {
  const comments = new Numbering();
  const raters = new Numbering();
  const rows: { comment: number; rater: number; helpful: boolean }[] = [];
  for (let after = { commentId: NOBODY, userId: NOBODY }; ;) {
    const page: RatingRow[] = await readRatings(after, PAGE);
    for (const { commentId, userId, helpful } of page)
      rows.push({ comment: comments.of(commentId), rater: raters.of(userId), helpful });
    if (page.length < PAGE) break;
    after = page.at(-1)!;
  }
  return {
    ids: comments.ids,
    ratings: {
      comments: Int32Array.from(rows, ({ comment }) => comment),
      raters: Int32Array.from(rows, ({ rater }) => rater),
      helpful: Uint8Array.from(rows, ({ helpful }) => Number(helpful)),
    },
  };
}

class Numbering {
  readonly ids: string[] = [];
  private readonly numbers = new Map<string, number>();

  of(id: string): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    this.numbers.set(id, this.ids.length);
    return this.ids.push(id) - 1;
  }
}
