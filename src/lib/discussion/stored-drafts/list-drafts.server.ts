import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { typographic } from '#lib/typographic.ts';
import { storedDraftView } from './stored-draft-view.ts';
import { placeOf, type DraftPlace, type StoredDraft } from './stored-draft.ts';
import { readDrafts } from './stored-draft.store.server.ts';

/** The actor's own drafts, the latest first; with a key, that one at most. @throws Refusal `sign-in-first` */
export async function listDrafts(
  key: string | undefined,
  actor: Actor | null,
): Promise<{ items: StoredDraft[]; next: null }> {
  const rows = await readDrafts(requireSignedIn(actor).id, key ?? null);
  return { items: rows.map(storedDraftView), next: null };
}

export interface PlacedDraft extends StoredDraft {
  kind: DraftPlace['kind'];
  /** Null: readers don't see the verdict any more. */
  verdict: { slug: string; title: string } | null;
  /** The comment that it answers or edits. */
  comment: { id: string; author: string | null; version: number } | null;
  /** The comment is gone, so it can't be answered or edited. */
  gone: boolean;
}

/** The same with their places. @throws Refusal `sign-in-first` */
export async function listPlacedDrafts(actor: Actor | null): Promise<PlacedDraft[]> {
  const rows = await readDrafts(requireSignedIn(actor).id, null);
  return rows.map((row) => ({
    ...storedDraftView(row),
    kind: placeOf(row.key)?.kind ?? 'comment',
    verdict: row.verdictState === 'unpublished' ? null : { slug: row.slug, title: typographic(row.title) },
    comment:
      row.commentId === null ? null : { id: row.commentId, author: row.author, version: row.currentVersion! },
    gone: row.commentId !== null && row.status !== 'visible',
  }));
}
