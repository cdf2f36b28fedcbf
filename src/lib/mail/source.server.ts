import type { MailKind } from './mail-kind.ts';

export interface MailContent {
  /** Instead of that of the row, which is kept after the delivery. */
  subject?: string;
  text: string;
  html: string;
  headers?: Record<string, string>;
}

/** Supplies content by mail id at delivery. A mail without content is dropped. */
export type MailSource = (ids: string[]) => Promise<Map<string, MailContent>>;

const sources = new Map<string, MailSource>();

/**
 * For mail that thousands get: each row holds the address, and the content is stored once elsewhere. Also for mail about
 * what may change before it is delivered.
 */
export function setMailSource(kind: MailKind, source: MailSource): void {
  sources.set(kind, source);
}

export function mailSource(kind: MailKind): MailSource | undefined {
  return sources.get(kind);
}
