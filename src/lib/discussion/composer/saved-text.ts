/**
 * The reader's text in this browser's storage until the server has it: drafts, and comments that were sent without a
 * response. Storage may be full or forbidden; then nothing is saved, and nothing else breaks.
 */

export interface UnsentComment {
  nonce: string;
  slug: string;
  parentId: string | null;
  body: string;
  /** The author: another account in this browser must not send it. */
  username: string;
  at: string;
}

const UNSENT = 'copecheck.unsent';
/** The draft of a comment on a verdict, or of a reply to a comment. */
export const draftKey = (slug: string, parentId: string | null) => `${slug}.${parentId ?? 'top'}`;
const storageKey = (key: string) => `copecheck.draft.${key}`;

export function savedDraft(key: string): string {
  return read(storageKey(key)) ?? '';
}

export function saveDraft(key: string, text: string): void {
  write(storageKey(key), text.trim() === '' ? null : text);
}

export function unsentOn(slug: string, username: string): UnsentComment[] {
  return readUnsent().filter((unsent) => unsent.slug === slug && unsent.username === username);
}

export function saveUnsent(unsent: UnsentComment): void {
  const others = readUnsent().filter(({ nonce }) => nonce !== unsent.nonce);
  write(UNSENT, JSON.stringify([...others, unsent]));
}

export function removeUnsent(nonce: string): void {
  const left = readUnsent().filter((unsent) => unsent.nonce !== nonce);
  write(UNSENT, left.length === 0 ? null : JSON.stringify(left));
}

function readUnsent(): UnsentComment[] {
  try {
    const stored: unknown = JSON.parse(read(UNSENT) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isUnsent) : [];
  } catch {
    return [];
  }
}

function isUnsent(stored: unknown): stored is UnsentComment {
  const { nonce, slug, body, username } = (stored ?? {}) as Record<string, unknown>;
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
    // The text is still in its field.
  }
}

/** A UUID. `crypto.randomUUID` exists on secure pages only, and a home server may have none. */
export function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
