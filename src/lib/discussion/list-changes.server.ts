import type { z } from 'zod';
import type { ClaimTally, CommentView, RatingTally } from '#lib/live/events.ts';
import { countResync } from '#lib/metrics.server.ts';
import { findClaimTallies, findVerdictHead } from '#lib/verdicts/find-verdict.server.ts';
import type { changesInput } from './comment-input.ts';
import { commentView, type CommentRow } from './comment-view.ts';
import { readChanges, readRatingTallies } from './comment.store.server.ts';
import type { Asking } from './find-comment.server.ts';
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

const farBehind = { comments: [], more: false, reset: true };

/** What changed in a thread after `since`. @throws Refusal `verdict-not-found` */
export async function listChanges(
  slug: string,
  { since, tally: known }: z.output<typeof changesInput>,
  { actor, now }: Asking,
): Promise<ChangesSince> {
  const verdict = await findVerdictHead(slug);
  if (since > verdict.seq || verdict.seq - since > TOO_FAR) {
    countResync('reset');
    return { ...farBehind, seq: verdict.seq, tally: verdict.tallyVersion, total: verdict.commentCount };
  }
  const { head, tally, total, rows } = await readChanges(verdict.id, { since, limit: BATCH + 1 });
  const { kept, more } = wholeChanges(rows);
  countResync(more ? 'part' : 'whole');
  return {
    seq: more ? kept.at(-1)!.seq : head,
    comments: kept.map((row) => commentView(upToDate(row), actor, now)),
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
