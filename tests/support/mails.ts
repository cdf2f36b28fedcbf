import { db } from '../../src/lib/db/client.server.ts';
import type { MailKind } from '../../src/lib/mail/mail-kind.ts';

/** Queued mails as rows, oldest first, for tests of what causes them. */
export async function queuedMails(kind?: MailKind) {
  return db().mail.findMany({ where: kind ? { kind } : {}, orderBy: { id: 'asc' } });
}

/** The address in the text of a queued mail that leads to this path. */
export function linkIn({ text }: { text: string | null }, path: string): string {
  const found = [...(text ?? '').matchAll(/https?:\/\/\S+/g)].find(
    ([url]) => URL.parse(url)?.pathname === path,
  );
  if (!found) throw new Error(`There is no link to ${path} in:\n${text}`);
  return found[0];
}
