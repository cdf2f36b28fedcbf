import { randomUUID } from 'node:crypto';
import type { Tx } from '#lib/db/client.server.ts';
import { settings } from '#lib/env.server.ts';
import { basicMailText, type BasicMail } from './basic-mail.ts';
import { bareAddress, isSendable } from './mail-address.ts';
import { PRIORITY, type MailKind } from './mail-kind.ts';
import { deleteHeld, eraseMails, insertMail, setReleased, type Erased } from './mail.store.server.ts';
import { renderMail } from './render.server.ts';

interface Envelope {
  kind: MailKind;
  to: string;
  /** Not delivered after this time, since its link is void. */
  expiresAt?: Date;
  priority?: number;
  /** Not delivered before `releaseMails`. */
  held?: boolean;
}

interface Content {
  /** One line; line breaks in it become spaces. */
  subject: string;
  text: string;
  html: string;
  headers?: Record<string, string>;
}

/**
 * Queues a mail in the transaction that causes it.
 * @returns the mail's id
 * @throws TypeError if `to` is no address: the last line of defence against header injection
 */
export async function queueMail(
  { to, priority = PRIORITY.account, ...envelope }: Envelope,
  { subject, headers = {}, ...content }: Content,
  tx: Tx,
): Promise<string> {
  if (!isSendable(to)) throw new TypeError('A mail was queued to something that is no address.');
  return insertMail(
    { ...envelope, ...content, to, priority, headers, subject: oneLine(subject), messageId: newMessageId() },
    tx,
  );
}

/** Queues a mail whose content the source of its kind supplies at delivery. @param subject of the row, for lists */
export async function queueSuppliedMail(
  { priority = PRIORITY.account, ...envelope }: Envelope,
  subject: string,
  tx: Tx,
): Promise<string> {
  const content = { subject, text: null, html: null, headers: {} };
  return insertMail({ ...envelope, ...content, priority, messageId: newMessageId() }, tx);
}

export async function queueBasicMail(content: BasicMail, envelope: Envelope, tx: Tx): Promise<string> {
  const { subject } = content;
  // Imported here, because on the command line an import compiles it.
  const { default: component } = await import('./BasicMail.svelte');
  const html = renderMail(component, { content, site: settings().ORIGIN }, subject);
  return queueMail(envelope, { subject, html, text: basicMailText(content) }, tx);
}

/** Cancels pending mails of these kinds to an address, and erases the address from all of them. */
export async function eraseMailsTo(address: string, tx: Tx, erased: Erased): Promise<void> {
  await eraseMails(address, tx, erased);
}

export async function releaseMails(ids: string[]): Promise<void> {
  if (ids.length > 0) await setReleased(ids);
}

/** Deletes those that are still held. */
export async function cancelHeldMails(ids: string[], tx: Tx): Promise<void> {
  if (ids.length > 0) await deleteHeld(ids, tx);
}

export function newMessageId(): string {
  return `<${randomUUID()}@${messageDomain()}>`;
}

export function messageDomain(): string {
  return bareAddress(settings().MAIL_FROM)?.split('@')[1] ?? 'localhost';
}

function oneLine(subject: string): string {
  return subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
