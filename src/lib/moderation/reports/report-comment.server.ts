import type { z } from 'zod';
import { requireApproved, type Actor } from '#lib/actor.ts';
import { findRow, type FoundRow } from '#lib/discussion/reading/find-comment.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import {
  changeThread,
  type ThreadComment,
  type ThreadChange,
} from '#lib/discussion/status/change-thread.server.ts';
import { whyNotReport } from '#lib/discussion/rules.ts';
import { networkOf } from '#lib/http/network.server.ts';
import { giveBack, spendTogether, type Spend } from '#lib/limits.server.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { findSiteSettings } from '#lib/site-settings/find-site-settings.server.ts';
import { findStanding } from '#lib/standing/find-standing.server.ts';
import { heldBack } from '#lib/standing/restriction.ts';
import { countsTowardsHiding, reportWeight } from '#lib/standing/report-weight.ts';
import type { TrustLevel } from '#lib/standing/trust.ts';
import { openCase, recountCase } from '#lib/moderation/cases/case.store.server.ts';
import { hideByWeight } from './hide-by-weight.server.ts';
import type { reportInput } from './report-input.ts';
import { insertReport, wasRecentlyKept, readOwnReport, withdrawReports } from './report.store.server.ts';
import { publishCases } from '#lib/moderation/cases/publish-cases.server.ts';

type Input = z.output<typeof reportInput>;

interface Reporter {
  reporter: Actor;
  level: TrustLevel;
  weight: number;
  now: Date;
}

/**
 * Reports the current version of a comment. Idempotent. If the reports that count reach the weight, the comment is hidden
 * until a moderator decides.
 * @param address of the request: limits the reports of many new accounts behind one
 * @returns `created`: false if this report existed
 * @throws Refusal `sign-in-first`, `awaiting-approval`, `comment-not-found`, `own-report`, `reported-already`,
 * `reported-and-kept`, `restricted`, `rate-limited`
 */
export async function reportComment(
  id: string,
  input: Input,
  { address, ...context }: RequestContext & { address: string },
): Promise<{ created: boolean }> {
  const actor = requireApproved(context.actor);
  const row = await findRow(id, actor);
  const reporter = await reporterOf(row, actor, context.now);
  if (isSame(await readOwnReport(id, actor.id), row.version, input)) return { created: false };
  const spends = limitsOf(reporter, address);
  await spendTogether(spends);
  try {
    await report(row, input, reporter);
  } catch (refused) {
    for (const [limit, key] of spends) await giveBack(limit, key);
    throw refused;
  }
  return { created: true };
}

async function reporterOf(row: FoundRow, reporter: Actor, now: Date): Promise<Reporter> {
  const why = whyNotReport(row, reporter);
  if (why) throw new Refusal(why);
  const { level, record, restrictions } = await findStanding(reporter.id, now);
  const held = heldBack(restrictions, 'report', now);
  if (held) throw new Refusal(held.code, { message: held.message });
  return { reporter, level, weight: reportWeight(level, record), now };
}

/** Fresh accounts cost nothing, so together they have an allowance per network. */
function limitsOf({ reporter, level }: Reporter, address: string): Spend[] {
  if (level > 0) return [['report', reporter.id]];
  return [
    ['report-by-newcomer', reporter.id],
    ['report-by-network', networkOf(address)],
  ];
}

function isSame(
  open: { version: number; reason: string; note: string | null } | null,
  version: number,
  input: Input,
) {
  if (open?.version !== version) return false;
  if (open.reason === input.reason && open.note === (input.note ?? null)) return true;
  throw new Refusal('reported-already');
}

async function report(
  row: FoundRow,
  input: Input,
  { reporter, level, weight, now }: Reporter,
): Promise<void> {
  const counts = countsTowardsHiding(level);
  const { hideWeight } = await findSiteSettings();
  const reported = await changeThread({ id: row.verdictId, slug: row.slug }, async (thread) => {
    const comment = await standing(thread, row, { reporter, now });
    const { id: caseId, opened } = await openCase(thread.tx, comment, now);
    const { reason, note = null } = input;
    // One report counts per reporter: the one on the current text.
    await withdrawReports(thread.tx, { commentId: row.id, reporterId: reporter.id, now });
    const whose = { caseId, commentId: row.id, version: comment.version, reporterId: reporter.id };
    await insertReport(thread.tx, { ...whose, reason, note, weight, counts, now });
    const { hiding } = await recountCase(thread.tx, caseId, now);
    // The wait for replies, which open pages show, has changed.
    await thread.touch(comment);
    // Not even if others have reached the weight before: an edit may have restored the comment since.
    const hides = counts && hiding >= hideWeight;
    if (hides) await hideByWeight(thread, comment, { caseId, slug: row.slug, now });
    return { caseId, opened, inbox: hides ? [comment.authorId] : [] };
  });
  await publishCases([reported.caseId], { what: reported.opened ? 'opened' : 'changed', by: null, now });
  await publishUnreadCounts(reported.inbox);
}

/** Reads the comment under the lock, and checks again that it can be reported. */
async function standing(
  thread: ThreadChange,
  { id }: FoundRow,
  { reporter, now }: Pick<Reporter, 'reporter' | 'now'>,
): Promise<ThreadComment> {
  const comment = await thread.read(id);
  if (!comment || comment.withdrawn || comment.moderated !== 'visible')
    throw new Refusal('comment-not-found');
  const { version } = comment;
  const open = await readOwnReport(id, reporter.id, thread.tx);
  if (open?.version === version) throw new Refusal('reported-already');
  if (await wasRecentlyKept(thread.tx, { commentId: id, version, now }))
    throw new Refusal('reported-and-kept');
  return comment;
}
