import type { MailKind } from './mail-kind.ts';

export interface MailContent {
  text: string;
  html: string;
  headers?: Record<string, string>;
}

/** Gives the content of mails at their delivery, by the mail's id; a mail that is missing in it is dropped. */
export type MailSource = (ids: string[]) => Promise<Map<string, MailContent>>;

const sources = new Map<string, MailSource>();

/** For kinds of mail that thousands get: the row of each holds the address, and the content is stored once elsewhere. */
export function setMailSource(kind: MailKind, source: MailSource): void {
  sources.set(kind, source);
}

export function mailSource(kind: MailKind): MailSource | undefined {
  return sources.get(kind);
}
