import { requireSignedIn } from '#lib/actor.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { anchorInput } from '#lib/passages/anchor-input.ts';
import type { Anchor, CommentView } from '#lib/live/events.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { placeOf } from './stored-draft.ts';
import { deleteDraft, readDrafts } from './stored-draft.store.server.ts';

interface SentDraft {
  key: string;
  body: string;
  /** Of an edit: the comment's version that it started from. */
  version?: number | undefined;
  nonce: string;
  /** Of the stored draft that the writer saw: a newer one, from another device, stays. */
  updatedAt: string;
}

/** Posts a draft where it belongs, and forgets it. @throws Refusal, as posting and editing do; the draft stays */
export async function sendDraft(draft: SentDraft, context: RequestContext): Promise<CommentView> {
  const writer = requireSignedIn(context.actor);
  const [stored] = await readDrafts(writer.id, draft.key);
  const comment = await send(draft, stored?.anchor ?? null, context);
  await deleteDraft(writer.id, draft.key, new Date(draft.updatedAt));
  return comment;
}

async function send(
  { key, body, version, nonce }: SentDraft,
  anchor: Anchor | null,
  context: RequestContext,
): Promise<CommentView> {
  const place = placeOf(key);
  if (!place) throw new Refusal('draft-not-found');
  if (place.kind === 'edit') return editComment(place.id, { body, version: version ?? 1 }, context);
  const parentId = place.kind === 'reply' ? place.id : null;
  return (
    await postComment(
      place.slug,
      { body, parentId, nonce, anchor: anchor && anchorInput.parse(anchor) },
      context,
    )
  ).comment;
}
