import type { RequestContext } from '#lib/request-context.ts';
import { requireAdmin } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { findDraftVersion } from './change-draft.server.ts';
import { removeDraft } from './draft.store.server.ts';
import { editVerdict } from '#lib/verdicts/versions/edit-verdict.server.ts';
import { publishParsed } from '#lib/verdicts/publish/publish-verdict.server.ts';
import { parseForPublishing } from './parse-draft.server.ts';

export interface PublishedDraft {
  slug: string;
  outcome: 'created' | 'changed' | 'unchanged';
}

/**
 * Publishes a draft as a new verdict or as the next version of the one it edits, and deletes it. If the draft is
 * changed at the same time, it stays. @throws Refusal `sign-in-first`, `forbidden`, `draft-not-found`,
 * `draft-changed`, `note-missing`, and those of publishing and editing a verdict
 */
export async function publishDraft(
  { note = '', ...based }: { id: string; version: number; note?: string },
  context: RequestContext,
): Promise<PublishedDraft> {
  const publishing = { actor: requireAdmin(context.actor), now: context.now };
  const draft = await findDraftVersion(based);
  const read = parseForPublishing(draft);
  const published = draft.verdict
    ? await publishEdit(draft.verdict.slug, { read, note, baseVersion: draft.baseVersion! }, publishing)
    : await publishNew(read, publishing);
  await removeDraft(draft);
  return published;
}

type Publishing = Parameters<typeof editVerdict>[2];

async function publishEdit(
  slug: string,
  edit: Required<Parameters<typeof editVerdict>[1]>,
  publishing: Publishing,
): Promise<PublishedDraft> {
  if (edit.note === '') throw new Refusal('note-missing', { field: 'note' });
  const { changed } = await editVerdict(slug, edit, publishing);
  return { slug, outcome: changed ? 'changed' : 'unchanged' };
}

async function publishNew(
  read: Parameters<typeof publishParsed>[0],
  publishing: Publishing,
): Promise<PublishedDraft> {
  const { verdict, created, changed } = await publishParsed(read, publishing);
  return { slug: verdict.slug, outcome: created ? 'created' : changed ? 'changed' : 'unchanged' };
}
