import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Email } from 'postal-mime';
import { parseMail } from './smtp.ts';

export interface OutboxMail extends Email {
  raw: string;
  /** The recipient's address without a name. */
  address: string;
  /** The first link to this path in the text part. @throws if there is none */
  link: (path: string) => string;
}

/** Parsed files: mails are waited for by reading the folder again and again, and the files don't change. */
const parsed = new Map<string, Promise<OutboxMail>>();

/** The outbox of a site without SMTP_URL, oldest first. */
export async function readOutbox(dataDir: string): Promise<OutboxMail[]> {
  const folder = join(dataDir, 'outbox');
  const names = await readdir(folder).catch(() => []);
  // The name is a UUIDv7, so names sort by age.
  const files = names.filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(
    files.map((name) => {
      const file = join(folder, name);
      if (!parsed.has(file)) parsed.set(file, outboxMail(file));
      return parsed.get(file)!;
    }),
  );
}

async function outboxMail(file: string): Promise<OutboxMail> {
  const raw = await readFile(file, 'utf8');
  const mail = await parseMail(raw);
  const address = mail.to?.[0] && 'address' in mail.to[0] ? (mail.to[0].address ?? '') : '';
  const link = (path: string) => {
    const found = [...(mail.text ?? '').matchAll(/https?:\/\/\S+/g)].find(
      ([url]) => URL.parse(url)?.pathname === path,
    );
    if (!found) throw new Error(`The mail "${mail.subject}" has no link to ${path}:\n${mail.text}`);
    return found[0];
  };
  return { ...mail, raw, address, link };
}

/** Milliseconds from the commit to the file. */
const ARRIVES_WITHIN = 60_000;

/** Waits for a mail to this address with a matching subject. @returns the newest */
export async function mailTo(dataDir: string, address: string, subject: RegExp): Promise<OutboxMail> {
  const end = Date.now() + ARRIVES_WITHIN;
  for (;;) {
    const mails = await readOutbox(dataDir);
    const found = mails.findLast((mail) => mail.address === address && subject.test(mail.subject ?? ''));
    if (found) return found;
    if (Date.now() > end) {
      const there = mails.map((mail) => `${mail.address}: ${mail.subject}`).join('\n');
      throw new Error(`No mail to ${address} with ${subject}. There are:\n${there}`);
    }
    await sleep(50);
  }
}
