import { db } from '../../src/lib/db/client.server.ts';
import type { MailKind } from '../../src/lib/mail/mail-kind.ts';

/** Queued mails as rows, oldest first. */
export async function queuedMails(kind?: MailKind) {
  return db().mail.findMany({ where: kind ? { kind } : {}, orderBy: { id: 'asc' } });
}

/** The link to this path in the text of a queued mail. */
export function linkIn({ text }: { text: string | null }, path: string): string {
  const found = [...(text ?? '').matchAll(/https?:\/\/\S+/g)].find(
    ([url]) => URL.parse(url)?.pathname === path,
  );
  if (!found) throw new Error(`There is no link to ${path} in:\n${text}`);
  return found[0];
}
