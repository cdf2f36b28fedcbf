import { requireAdmin, type Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { claimDiff } from '#lib/verdicts/versions/claim-diff.server.ts';
import { adminListCursor } from '#lib/verdicts/list/admin-list-input.ts';
import { draftPage, readDraft, type DraftRow } from './draft.store.server.ts';
import { draftItem, draftView, type DraftItem, type DraftView } from './draft-view.ts';
import { findAnyVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { versionDiff } from '#lib/verdicts/versions/version-diff.ts';
import type { VersionDiff } from '#lib/verdicts/versions/version-diff-view.ts';
import { contentHashOf, identitiesOf } from '#lib/verdicts/versions/fingerprint.server.ts';
import { readByIdentity } from '#lib/verdicts/publish/identity.store.server.ts';
import { parseDraftSource, type ParsedDraft } from './parse-draft.server.ts';

const PAGE = 25;

export interface DraftList {
  items: DraftItem[];
  next: string | null;
}

/** @throws Refusal `sign-in-first`, `forbidden`, `draft-not-found` */
export async function findDraft(id: string, actor: Actor | null): Promise<DraftView> {
  requireAdmin(actor);
  const draft = await readDraft(id);
  if (!draft) throw new Refusal('draft-not-found');
  const reading = parseDraftSource(draft);
  return draftView(draft, reading, await compareWithPublished(draft, reading));
}

/** An edit is compared with the published version; for a new draft, finds the verdict that it would update. */
async function compareWithPublished({ verdict: edited, source }: DraftRow, { verdict, format }: ParsedDraft) {
  const nothing = { comparison: null, diff: null, same: null };
  if (!verdict) return nothing;
  if (!edited) {
    const raw = format === 'json' ? null : source;
    const identities = identitiesOf(verdict, { raw, contentHash: contentHashOf(verdict) });
    return { ...nothing, same: await readByIdentity(identities) };
  }
  const current = await findAnyVerdict(edited.slug);
  const comparison = claimDiff(current, verdict);
  return { ...nothing, comparison, diff: changedParts(versionDiff(current, verdict)) };
}

export async function listDrafts(
  { q, cursor }: { q?: string | undefined; cursor?: string | undefined },
  actor: Actor | null,
): Promise<DraftList> {
  requireAdmin(actor);
  const before = adminListCursor.read(cursor);
  const { rows, next } = adminListCursor.page(await draftPage({ q, before }, PAGE + 1), PAGE);
  return { items: rows.map(draftItem), next };
}

/** The editor shows the whole source beside it, so unchanged parts would only repeat it. */
function changedParts(diff: VersionDiff): VersionDiff {
  return { ...diff, parts: diff.parts.filter(({ change }) => change !== 'same') };
}
