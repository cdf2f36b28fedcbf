import type { Anchor } from '#lib/live/events.ts';
import { isUuid } from '#lib/uuid.ts';

/** More than a person writes at once; a program can't fill the table. */
export const MAX_DRAFTS = 100;
/** Characters. Longer than a comment may be, so that a text that has to be shortened is stored too. */
export const MAX_DRAFT = 20_000;
export const DRAFT_KEPT_DAYS = 90;
/** Longer than the key of the longest slug. */
export const MAX_KEY = 250;

/** A comment not yet sent, as its writer's devices see it. */
export interface StoredDraft {
  /** Of its place: see `draftPlace`, or `edit.` and the comment's id. */
  key: string;
  body: string;
  /** Of the comment whose text an edit started from. */
  version: number | null;
  /** The passage that it is about. */
  anchor?: Anchor;
  /** ISO 8601. */
  updatedAt: string;
  /** Such as "Firefox on Windows". */
  device: string;
  /** The tab that it was typed in. */
  writer: string | null;
}

export type DraftPlace =
  | { kind: 'comment'; slug: string }
  | { kind: 'reply'; slug: string; id: string }
  | { kind: 'edit'; id: string };

/** What a key says; null: it isn't one. */
export function placeOf(key: string): DraftPlace | null {
  const dot = key.lastIndexOf('.');
  const [place, id] = [key.slice(0, Math.max(dot, 0)), key.slice(dot + 1)];
  if (place === '') return null;
  if (id === 'top') return { kind: 'comment', slug: place };
  if (!isUuid(id)) return null;
  return place === 'edit' ? { kind: 'edit', id } : { kind: 'reply', slug: place, id };
}
