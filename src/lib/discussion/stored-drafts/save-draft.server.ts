import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { findRow } from '#lib/discussion/reading/find-comment.server.ts';
import { spend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { findVerdictHead } from '#lib/verdicts/find-verdict.server.ts';
import type { DraftInput } from './draft-input.ts';
import { storedDraftView } from './stored-draft-view.ts';
import { MAX_DRAFTS, placeOf, type StoredDraft } from './stored-draft.ts';
import {
  countDrafts,
  insertDraft,
  readDrafts,
  replaceDraft,
  type NewDraft,
} from './stored-draft.store.server.ts';

/**
 * Stores a comment not yet sent for its writer's other devices. A draft that the writer hasn't seen (`base`) is kept and
 * returned with 409.
 * @throws Refusal `sign-in-first`, `draft-not-found` (no such place), `verdict-not-found`, `comment-not-found`,
 * `draft-elsewhere` (409), `drafts-full`, `rate-limited`
 */
export async function saveDraft(
  { key, base, ...input }: DraftInput & { key: string },
  { actor, now, device }: RequestContext & { device: string },
): Promise<StoredDraft> {
  const writer = requireSignedIn(actor);
  await spend('draft', writer.id);
  const updatedAt = new Date(Math.min(Date.parse(input.updatedAt), now.getTime()));
  const draft: NewDraft = {
    ...{ userId: writer.id, key, ...(await findPlace(key, writer)) },
    ...{
      body: input.body,
      version: input.version ?? null,
      anchor: input.anchor ?? null,
      writer: input.writer ?? null,
    },
    ...{ updatedAt, device },
  };
  if (!(await write(draft, base))) {
    const [stored] = (await readDrafts(writer.id, key)).map(storedDraftView);
    // The same request again, after its response was lost.
    if (stored && stored.body !== input.body) throw new Refusal('draft-elsewhere', { state: stored });
    if (stored) return stored;
  }
  return storedDraftView(draft);
}

async function write(draft: NewDraft, base: string | null | undefined): Promise<boolean> {
  const seen = base ? { at: new Date(base) } : { before: draft.updatedAt };
  if (base !== null && (await replaceDraft(draft, seen))) return true;
  if ((await countDrafts(draft.userId)) >= MAX_DRAFTS) throw new Refusal('drafts-full');
  return insertDraft(draft);
}

/** @throws Refusal, also if the writer may not see it */
async function findPlace(key: string, writer: Actor): Promise<Pick<NewDraft, 'verdictId' | 'commentId'>> {
  const place = placeOf(key);
  if (!place) throw new Refusal('draft-not-found');
  if (place.kind === 'comment')
    return { verdictId: (await findVerdictHead(place.slug, writer)).id, commentId: null };
  const row = await findRow(place.id, writer);
  const fits = place.kind === 'edit' ? row.authorId === writer.id : row.slug === place.slug;
  if (!fits) throw new Refusal('comment-not-found');
  return { verdictId: row.verdictId, commentId: row.id };
}
