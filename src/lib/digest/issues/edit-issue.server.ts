import { requireAdmin, type Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { leftOut, withMoved, type Direction } from './issue.ts';
import { changeDraft, readUnfinished, type DraftChange, type IssueRow } from './issue.store.server.ts';

export interface DraftEdit {
  version: number;
}

interface By {
  actor: Actor | null;
}

/** Moves an item (by key) or a section (by kind) one place. @throws as `edit` */
export async function moveInIssue(
  { version, what, direction }: DraftEdit & { what: string; direction: Direction },
  by: By,
): Promise<void> {
  await edit(version, by, ({ content }) => ({ content: withMoved(content, what, direction) }));
}

/** Omits an item from the issue, or restores it. @throws as `edit` */
export async function leaveOut(
  { version, key, out }: DraftEdit & { key: string; out: boolean },
  by: By,
): Promise<void> {
  await edit(version, by, ({ content }) => ({ content: leftOut(content, key, out) }));
}

/** @throws as `edit` */
export async function introduce(
  { version, introduction }: DraftEdit & { introduction: string },
  by: By,
): Promise<void> {
  await edit(version, by, () => ({ introduction }));
}

/** @throws Refusal `issue-not-found` if there is no draft, or it is being sent */
export async function unfinishedDraft(): Promise<IssueRow> {
  const row = await readUnfinished();
  if (row?.state !== 'draft') throw new Refusal('issue-not-found');
  return row;
}

/** @throws Refusal `sign-in-first`, `forbidden`, `issue-not-found`, `issue-changed` */
async function edit(version: number, { actor }: By, change: (draft: IssueRow) => DraftChange): Promise<void> {
  requireAdmin(actor);
  const draft = await unfinishedDraft();
  if (!(await changeDraft({ id: draft.id, version }, change(draft)))) throw new Refusal('issue-changed');
}
