import type { Anchor } from '#lib/live/events.ts';
import { UNSENT } from './keys.ts';
import { keysFrom, read, write } from './storage.ts';

/** A comment that was sent and has no answer yet. */
export interface UnsentComment {
  nonce: string;
  slug: string;
  parentId: string | null;
  body: string;
  /** The passage that it is about. */
  anchor?: Anchor | null;
  /** The author: another account in this browser must not send it. */
  username: string;
  at: string;
}

export function unsentOn(slug: string, username: string): UnsentComment[] {
  return keysFrom(UNSENT)
    .map((key) => parse(read(key)))
    .filter((unsent) => isUnsent(unsent))
    .filter((unsent) => unsent.slug === slug && unsent.username === username)
    .toSorted((a, b) => a.at.localeCompare(b.at));
}

export function saveUnsent(unsent: UnsentComment): void {
  write(UNSENT + unsent.nonce, JSON.stringify(unsent));
}

export function removeUnsent(nonce: string): void {
  write(UNSENT + nonce, null);
}

/** How they were saved before each had its own key. Their drafts didn't say whose they were, so no account gets them. */
export function takeOldTexts(): void {
  const old = parse(read('copecheck.unsent'));
  if (Array.isArray(old)) for (const each of old) if (isUnsent(each)) saveUnsent(each);
  for (const key of ['copecheck.unsent', ...keysFrom('copecheck.draft.')]) write(key, null);
}

function parse(stored: string | null): unknown {
  try {
    return JSON.parse(stored ?? 'null');
  } catch {
    return null;
  }
}

function isUnsent(stored: unknown): stored is UnsentComment {
  const fields = (stored ?? {}) as Record<string, unknown>;
  return ['nonce', 'slug', 'body', 'username', 'at'].every((name) => typeof fields[name] === 'string');
}
