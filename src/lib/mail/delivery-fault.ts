/** A failed attempt, with nodemailer's fields. */
export interface DeliveryFault {
  message: string;
  code?: string | undefined;
  /** The server's response, 4xx or 5xx; absent if it gave none. */
  responseCode?: number | undefined;
  command?: string | undefined;
}

/** Commands by which the server judges this mail, its sender or its recipient. Others concern our access. */
const ABOUT_THE_MAIL = /^(MAIL FROM|RCPT TO|DATA|BDAT|API)/i;

/**
 * Whether retrying is useless: the server has permanently refused this mail. A wrong password or an unreachable server is
 * for the operator to fix; the mail waits.
 */
export function isPermanent({ code, responseCode = 0, command = '' }: DeliveryFault): boolean {
  if (code === 'EENVELOPE' && responseCode === 0) return true;
  return responseCode >= 500 && responseCode < 600 && ABOUT_THE_MAIL.test(command);
}

const LONGEST = 500;

export function reasonOf({ message, code }: DeliveryFault): string {
  const line = message.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return (code && !line.includes(code) ? `${line} (${code})` : line).slice(0, LONGEST);
}
