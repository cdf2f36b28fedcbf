import type { Anchor } from '#lib/live/events.ts';
import { keysFrom, newNonce, read, write } from './storage.ts';
import { SAVED } from './keys.ts';

/**
 * Drafts in this browser's storage, by owner, place and writer. The owner is the account whose text it is, or null for an
 * anonymous reader. The writer is a tab: two tabs never write the same entry, so neither loses the other's text.
 */

export interface SavedDraft {
  text: string;
  /** Milliseconds since 1970. */
  at: number;
  /** Of the comment whose text the edit started from. */
  version?: number | undefined;
  /** Why the server refused it. Empty: the reader has put it aside. */
  fault?: string | undefined;
  /** Of the refused request: the same text again must have one effect. */
  nonce?: string | undefined;
  /** The passage that it is about. */
  anchor?: Anchor | undefined;
}

export interface Entry extends SavedDraft {
  writer: string;
}

export type Owner = string | null;

export const entryKey = (owner: Owner, place: string, writer: string) =>
  `${SAVED}${owner ?? ''}/${place}/${writer}`;

/** The latest first. */
export function draftsAt(owner: Owner, place: string): Entry[] {
  const prefix = entryKey(owner, place, '');
  return keysFrom(prefix)
    .flatMap((key) => {
      const draft = parse(read(key));
      return draft ? [{ ...draft, writer: key.slice(prefix.length) }] : [];
    })
    .toSorted((a, b) => b.at - a.at);
}

export function putDraft(owner: Owner, place: string, { writer, ...draft }: Entry): void {
  write(entryKey(owner, place, writer), draft.text.trim() === '' ? null : JSON.stringify(draft));
}

export function removeDraft(owner: Owner, place: string, writer: string): void {
  write(entryKey(owner, place, writer), null);
}

/** The text that it was is in the server's hands. If its writer is still open with another text, it saves that again. */
export function releaseDraft(owner: Owner, place: string, writer: string): void {
  write(entryKey(owner, place, writer), '');
}

/** Moves what this writer wrote while nobody was signed in. */
export function moveToAccount(owner: string, writer: string): void {
  const anonymous = entryKey(null, '', '').slice(0, -1);
  for (const key of keysFrom(anonymous)) {
    const [place, by] = key.slice(anonymous.length).split('/');
    const text = read(key);
    if (by !== writer || !place || !text) continue;
    putAside(owner, place, writer);
    write(entryKey(owner, place, writer), text);
    write(key, null);
  }
}

/** Keeps an entry when its writer begins another one: the composer offers it. */
export function putAside(owner: Owner, place: string, writer: string): void {
  const entry = parse(read(entryKey(owner, place, writer)));
  if (entry) putDraft(owner, place, { ...entry, fault: entry.fault ?? '', writer: newNonce() });
}

function parse(stored: string | null): SavedDraft | null {
  try {
    const draft = JSON.parse(stored || 'null') as SavedDraft | null;
    return typeof draft?.text === 'string' && typeof draft.at === 'number' ? draft : null;
  } catch {
    return null;
  }
}
