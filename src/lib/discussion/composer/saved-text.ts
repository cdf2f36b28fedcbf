/**
 * What a reader typed, kept in this browser until the server has it: drafts by place, and comments that were sent
 * and not yet answered. Storage may be full or forbidden; then nothing is kept, and nothing else breaks.
 */

export interface Unsent {
  nonce: string;
  slug: string;
  parentId: string | null;
  body: string;
  /** Who sent it: somebody else on this browser must not send it for them. */
  username: string;
  at: string;
}

const UNSENT = 'copecheck.unsent';
/** The place of a comment that is written at a verdict's thread, or at one of its comments. */
export const draftKey = (slug: string, parentId: string | null) => `${slug}.${parentId ?? 'top'}`;
const storageKey = (place: string) => `copecheck.draft.${place}`;

export function readDraft(place: string): string {
  return read(storageKey(place)) ?? '';
}

export function saveDraft(place: string, text: string): void {
  write(storageKey(place), text.trim() === '' ? null : text);
}

export function unsentBy(slug: string, username: string): Unsent[] {
  return readUnsent().filter((unsent) => unsent.slug === slug && unsent.username === username);
}

export function saveUnsent(unsent: Unsent): void {
  const others = readUnsent().filter(({ nonce }) => nonce !== unsent.nonce);
  write(UNSENT, JSON.stringify([...others, unsent]));
}

export function removeUnsent(nonce: string): void {
  const left = readUnsent().filter((unsent) => unsent.nonce !== nonce);
  write(UNSENT, left.length === 0 ? null : JSON.stringify(left));
}

function readUnsent(): Unsent[] {
  try {
    const kept: unknown = JSON.parse(read(UNSENT) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isUnsent) : [];
  } catch {
    // Something else wrote there; it is not ours to keep.
    return [];
  }
}

function isUnsent(kept: unknown): kept is Unsent {
  const { nonce, slug, body, username } = (kept ?? {}) as Record<string, unknown>;
  return [nonce, slug, body, username].every((field) => typeof field === 'string');
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Full or forbidden: the text still stands in its field.
  }
}

/** A new nonce; `crypto.randomUUID` exists on secure pages only, and a home server may have none. */
export function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
