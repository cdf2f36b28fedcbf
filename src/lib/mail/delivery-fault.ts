/** What is known of a failed attempt; the fields are nodemailer's. */
export interface DeliveryFault {
  message: string;
  code?: string | undefined;
  /** The server's answer, 4xx or 5xx; absent if it gave none. */
  responseCode?: number | undefined;
  /** The SMTP command that was answered. */
  command?: string | undefined;
}

/** Commands by which the server judges this mail, its sender or its recipient. Refusals of others concern our access. */
const ABOUT_THE_MAIL = /^(MAIL FROM|RCPT TO|DATA|BDAT|API)/i;

/**
 * Whether another attempt is of no use: the server has refused this very mail for good. A wrong password or a server
 * that is away is the operator's to mend, and the mail waits for it.
 */
export function isPermanent({ code, responseCode = 0, command = '' }: DeliveryFault): boolean {
  if (code === 'EENVELOPE' && responseCode === 0) return true;
  return responseCode >= 500 && responseCode < 600 && ABOUT_THE_MAIL.test(command);
}

/** Characters of a reason that are kept for the admin. */
const LONGEST = 500;

/** One line for the admin. */
export function reasonOf({ message, code }: DeliveryFault): string {
  const line = message.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return (code && !line.includes(code) ? `${line} (${code})` : line).slice(0, LONGEST);
}
