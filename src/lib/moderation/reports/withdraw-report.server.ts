import { requireSignedIn } from '#lib/actor.ts';
import { findRow } from '#lib/discussion/reading/find-comment.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { readCase, recountCase } from '#lib/moderation/cases/case.store.server.ts';
import { readOwnReport, withdrawReports } from './report.store.server.ts';
import { publishCases } from '#lib/moderation/cases/publish-cases.server.ts';

/**
 * Withdraws the actor's open report on a comment. A comment hidden by reports stays hidden until a moderator decides. A
 * case without open reports is closed.
 * @throws Refusal `sign-in-first`, `comment-not-found`, `report-not-found`
 */
export async function withdrawReport(id: string, { actor, now }: RequestContext): Promise<void> {
  const reporter = requireSignedIn(actor);
  // A hidden comment is found through the actor's own report.
  const own = await readOwnReport(id, reporter.id);
  if (!own) {
    await findRow(id, reporter);
    throw new Refusal('report-not-found');
  }
  const row = await readCase(own.caseId);
  if (!row?.verdict) throw new Refusal('report-not-found');
  const verdict = { id: row.verdictId!, slug: row.verdict.slug };
  const { caseId, open } = await changeThread(verdict, async (thread) => {
    const comment = await thread.read(id);
    const gone = await withdrawReports(thread.tx, { commentId: id, reporterId: reporter.id, now });
    if (!comment || !gone) throw new Refusal('report-not-found');
    await thread.touch(comment);
    return { caseId: gone, ...(await recountCase(thread.tx, gone, now)) };
  });
  await publishCases([caseId], { what: open ? 'changed' : 'decided', by: null, now });
}
