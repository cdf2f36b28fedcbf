import type { PlacedDraft } from '#lib/discussion/stored-drafts/list-drafts.server.ts';
import type { MyThing } from './my-things.ts';

/** `text`: its beginning. */
export function draftAsThing(draft: PlacedDraft, text: string): Omit<MyThing, 'id'> {
  const { updatedAt, verdict, device, gone, kind } = draft;
  const state = [`Written in ${device}.`];
  if (!verdict) state.push('This verdict isn’t public now.');
  else if (gone)
    state.push(kind === 'edit' ? 'Your comment is gone.' : 'The comment that you were answering is gone.');
  return { at: updatedAt, did: didOf(draft), verdict, href: draftPlaceAddress(draft), text, state };
}

function didOf({ kind, comment }: PlacedDraft): string {
  if (kind === 'comment') return 'A comment';
  if (kind === 'edit') return 'An edit of your comment';
  return `A reply to ${comment?.author ?? 'a comment'}`;
}

/** Where the draft is continued with scripts; null: it can't be any more. */
export function draftPlaceAddress({ kind, verdict, comment, gone }: PlacedDraft): string | null {
  if (!verdict || gone) return null;
  if (kind === 'comment' || !comment) return `/v/${verdict.slug}#compose`;
  const form = kind === 'edit' ? 'edit' : 'reply';
  return `/v/${verdict.slug}?comment=${comment.id}&${form}=${comment.id}#c-${comment.id}`;
}
