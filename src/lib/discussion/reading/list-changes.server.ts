import type { z } from 'zod';
import type { Actor } from '#lib/actor.ts';
import { GroupCommit } from '#lib/db/group-commit.ts';
import type { ClaimTally, CommentView, RatingTally } from '#lib/live/events.ts';
import { countResync } from '#lib/metrics/metrics.server.ts';
import { findClaimTallies, findVerdictHead } from '#lib/verdicts/find-verdict.server.ts';
import type { changesInput } from '#lib/discussion/posting/comment-input.ts';
import { commentView, type CommentRow } from './comment-view.ts';
import { readChanges, readRatingTallies } from '#lib/discussion/store/comment.store.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { upToDate } from './rendered.server.ts';

/** Comments in one answer. */
const BATCH = 200;
/** Further behind than this many changes, a fresh page is less work for both sides. */
const TOO_FAR = 1000;

export interface ChangesSince {
  /** What to ask with next: everything up to it is in this answer or was before. */
  seq: number;
  /** As they stand now, redacted for the asker. */
  comments: CommentView[];
  more: boolean;
  /** Too far behind, or from another history: load the page anew. */
  reset: boolean;
  /** The verdict's tally version; with `tally` in the question, also the counts that moved after it. */
  tally: number;
  /** The verdict's comments now. */
  total: number;
  claims?: ClaimTally[];
  ratings?: RatingTally[];
}

type Question = z.output<typeof changesInput> & { slug: string; actor: Actor | null };

/** An answer before anybody's view of it: what was asked of the database, the same for all. */
interface Read extends Omit<ChangesSince, 'comments'> {
  rows: CommentRow[];
}

/** After a restart a whole crowd comes back with the same question: one read answers all who ask it meanwhile. */
const reads = new GroupCommit<Question, Read>(
  async (_key, questions) => {
    const read = await readSince(questions[0]!);
    return questions.map(() => read);
  },
  { maxItems: Infinity },
);

/** What changed in a thread after `since`. @throws Refusal `verdict-not-found` */
export async function listChanges(
  slug: string,
  input: z.output<typeof changesInput>,
  { actor, now }: RequestContext,
): Promise<ChangesSince> {
  // Admins see verdicts that others don't, so they don't share answers with them.
  const key = `${slug} ${input.since} ${input.tally} ${actor?.role === 'admin'}`;
  const { rows, ...read } = await reads.submit(key, { slug, actor, ...input });
  countResync(read.reset ? 'reset' : read.more ? 'part' : 'whole');
  return { ...read, comments: rows.map((row) => commentView(row, actor, now)) };
}

async function readSince({ slug, actor, since, tally: known }: Question): Promise<Read> {
  const verdict = await findVerdictHead(slug, actor);
  const { seq, tallyVersion, commentCount } = verdict;
  if (since > seq || seq - since > TOO_FAR)
    return { seq, rows: [], more: false, reset: true, tally: tallyVersion, total: commentCount };
  const { head, tally, total, rows } = await readChanges(verdict.id, { since, limit: BATCH + 1 });
  const { kept, more } = wholeChanges(rows);
  return {
    seq: more ? kept.at(-1)!.seq : head,
    rows: kept.map(upToDate),
    more,
    reset: false,
    tally,
    total,
    ...(known !== undefined && known < tally ? await talliesSince(verdict, known) : {}),
  };
}

/** A change may touch several comments, which carry the same seq: an answer must not end in the middle of one. */
function wholeChanges(rows: CommentRow[]): { kept: CommentRow[]; more: boolean } {
  if (rows.length <= BATCH) return { kept: rows, more: false };
  const cut = rows[BATCH]!.seq;
  return { kept: rows.filter((row) => row.seq < cut), more: true };
}

async function talliesSince(verdict: { id: string }, known: number) {
  const [claims, ratings] = await Promise.all([
    findClaimTallies(verdict.id),
    readRatingTallies(verdict.id, known),
  ]);
  return { claims, ratings };
}
