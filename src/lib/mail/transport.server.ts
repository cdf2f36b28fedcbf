import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { settings } from '#lib/env.server.ts';
import { log } from '#lib/log.server.ts';

export interface Message {
  id: string;
  messageId: string;
  kind: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  date: Date;
}

export interface Transport {
  /** Resolves when the server accepted it, or its file is written. @throws nodemailer's error, a DeliveryFault */
  send: (message: Message) => Promise<void>;
  close: () => void;
}

/**
 * Per process: connections, mails per connection, and mails per second that small servers accept. `SMTP_URL`
 * overrides them, as in `smtps://host?maxConnections=10&rateLimit=100`.
 */
const POOL = { pool: true, maxConnections: 5, maxMessages: 100, rateLimit: 20, rateDelta: 1000 } as const;

/** Milliseconds. Shorter than a batch may take, so no two workers send the same mail. */
const TIMEOUTS = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 40_000 } as const;

let made: Transport | undefined;

/** SMTP, or the outbox folder if no server is set. */
export function transport(): Transport {
  const { SMTP_URL } = settings();
  return (made ??= SMTP_URL ? smtpTransport(SMTP_URL) : outbox(join(settings().DATA_DIR, 'outbox')));
}

export function closeTransport(): void {
  made?.close();
  made = undefined;
}

/** @param url nodemailer's, with options in the query */
export function smtpTransport(url: string): Transport {
  const mailer = nodemailer.createTransport(withDefaults(url));
  return {
    send: async (message) => {
      await mailer.sendMail(messageOf(message));
    },
    close: () => mailer.close(),
  };
}

function withDefaults(url: string): string {
  const address = new URL(url);
  for (const [name, value] of Object.entries({ ...POOL, ...TIMEOUTS }))
    if (!address.searchParams.has(name)) address.searchParams.set(name, String(value));
  return address.href;
}

/** Writes each mail to a file, for a machine without a mail server. */
export function outbox(folder: string): Transport {
  const mailer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    send: async (message) => {
      const { message: eml } = await mailer.sendMail(messageOf(message));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${message.id}.eml`);
      // Renamed into place, so that a reader of the folder sees whole files only.
      await writeFile(`${file}.part`, eml as Buffer, { mode: 0o600, flush: true });
      await rename(`${file}.part`, file);
      log.info({ file, kind: message.kind }, 'SMTP_URL is unset: an email was written to a file');
    },
    close: () => {},
  };
}

function messageOf({ from, to, subject, text, html, headers, messageId, date }: Message) {
  return {
    // As an object: an address that looks like a list would become two recipients.
    to: { name: '', address: to },
    ...{ from, subject, text, html, headers, messageId, date },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
