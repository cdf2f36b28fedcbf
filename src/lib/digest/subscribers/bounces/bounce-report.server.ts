import PostalMime, { type Attachment, type Email } from 'postal-mime';

/** A delivery status notification (RFC 3464) or a feedback report (RFC 5965). */
export interface BounceReport {
  kind: 'bounce' | 'complaint';
  permanent: boolean;
  /** Message-IDs in the returned part of the mail. */
  messageIds: string[];
}

/**
 * Bytes and lines that are parsed. The returned mail's headers begin well before. The parser takes seconds for a
 * hundred thousand lines, and quadratic time for many boundaries.
 */
export const MAX_MAIL = 128 * 1024;
const MAX_LINES = 4000;

/** Reports are small; a hostile one must not keep the parser busy. */
const LIMITS = { maxNestingDepth: 16, maxHeadersSize: 256 * 1024, maxRfc822NestingDepth: 0 };

/** Characters read per part. Our mails' headers are far shorter. */
const MAX_PART = 64 * 1024;

/** Feedback types that end a subscription. `not-spam` means the opposite, and `auth-failure` is about a server. */
const COMPLAINTS = new Set(['abuse', 'fraud', 'virus', 'opt-out', 'opt-out-list']);

const RETURNED = new Set([
  'message/rfc822',
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global',
  'message/global-headers',
]);

/** @returns null if the mail is no such report @throws Error if it can't be parsed */
export async function readBounceReport(mail: Uint8Array): Promise<BounceReport | null> {
  const { attachments } = await PostalMime.parse(beginningOf(mail), {
    ...LIMITS,
    forceRfc822Attachments: true,
  });
  const statuses = textsOf(
    attachments,
    new Set(['message/delivery-status', 'message/global-delivery-status']),
  );
  const feedback = textsOf(attachments, new Set(['message/feedback-report']));
  const messageIds = await messageIdsIn(textsOf(attachments, RETURNED));
  if (feedback.length > 0) {
    const types = (await fieldsOf(feedback[0]!)).get('feedback-type') ?? [];
    return types.some((type) => COMPLAINTS.has(type.toLowerCase()))
      ? { kind: 'complaint', permanent: true, messageIds }
      : null;
  }
  if (statuses.length === 0) return null;
  return { kind: 'bounce', permanent: await isPermanent(statuses[0]!), messageIds };
}

function beginningOf(mail: Uint8Array): Uint8Array {
  const bytes = mail.subarray(0, MAX_MAIL);
  let end = 0;
  for (let lines = 0; lines < MAX_LINES; lines++) {
    end = bytes.indexOf(0x0a, end) + 1;
    if (end === 0) return bytes;
  }
  return bytes.subarray(0, end);
}

/** Whether delivery failed for good. Our mails have one recipient each. */
async function isPermanent(status: string): Promise<boolean> {
  // Fields about the message, then one block per recipient. A report with more isn't about a mail of ours.
  for (const block of status.split(/\r?\n[ \t]*\r?\n/, 10)) {
    const fields = await fieldsOf(block);
    const failed = fields.get('action')?.some((action) => action.toLowerCase() === 'failed');
    if (failed && fields.get('status')?.some((code) => /^5\.\d{1,3}\.\d{1,3}\b/.test(code))) return true;
  }
  return false;
}

async function messageIdsIn(returned: string[]): Promise<string[]> {
  const found = await Promise.all(returned.map(async (text) => (await parseHeaders(text)).messageId));
  return [...new Set(found.filter((id) => id !== undefined))];
}

async function fieldsOf(block: string): Promise<Map<string, string[]>> {
  const fields = new Map<string, string[]>();
  for (const { key, value } of (await parseHeaders(block)).headers)
    fields.set(key, [...(fields.get(key) ?? []), value.trim()]);
  return fields;
}

function parseHeaders(text: string): Promise<Email> {
  const [head = ''] = text.trimStart().split(/\r?\n[ \t]*\r?\n/, 1);
  return PostalMime.parse(`${head}\r\n\r\n`, LIMITS);
}

function textsOf(attachments: Attachment[], types: Set<string>): string[] {
  return attachments
    .filter(({ mimeType }) => types.has(mimeType))
    .slice(0, 4)
    .map(textOf);
}

function textOf({ content }: Attachment): string {
  if (typeof content === 'string') return content.slice(0, MAX_PART);
  const bytes = content instanceof Uint8Array ? content : new Uint8Array(content);
  return Buffer.from(bytes.subarray(0, MAX_PART)).toString('latin1');
}
