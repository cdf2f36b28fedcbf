import type { z } from 'zod';
import type { Actor } from '#lib/actor.ts';
import { GroupCommit } from '#lib/db/group-commit.ts';
import { countResync } from '#lib/metrics/metrics.server.ts';
import { findClaimTallies, findVerdictHead } from '#lib/verdicts/find-verdict.server.ts';
import type { changesInput } from '#lib/discussion/posting/comment-input.ts';
import type { ThreadChanges } from './thread-changes.ts';
import { commentView, type CommentRow } from './comment-view.ts';
import { readChanges, readRatingTallies } from '#lib/discussion/store/resync.store.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { upToDate } from './rendered.server.ts';

const BATCH = 200;
/** For a client that is this many changes behind, a fresh page is less work on both sides. */
const TOO_FAR = 1000;

type Request = z.output<typeof changesInput> & { slug: string; actor: Actor | null };

interface Read extends Omit<ThreadChanges, 'comments'> {
  rows: CommentRow[];
}

/** Single flight: after a restart, all clients send the same request at once. */
const reads = new GroupCommit<Request, Read>(
  async (_key, requests) => {
    const read = await readSince(requests[0]!);
    return requests.map(() => read);
  },
  { maxItems: Infinity },
);

/** What changed in a thread after `since`. @throws Refusal `verdict-not-found` */
export async function listChanges(
  slug: string,
  input: z.output<typeof changesInput>,
  { actor, now }: RequestContext,
): Promise<ThreadChanges> {
  // Admins see verdicts that others don't, so they don't share results.
  const key = `${slug} ${input.since} ${input.tally} ${actor?.role === 'admin'}`;
  const { rows, ...read } = await reads.submit(key, { slug, actor, ...input });
  countResync(read.reset ? 'reset' : read.more ? 'part' : 'whole');
  return { ...read, comments: rows.map((row) => commentView(row, actor, now)) };
}

async function readSince({ slug, actor, since, tally: known }: Request): Promise<Read> {
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

/** Several comments can share a seq, and a response must not end between them. */
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
