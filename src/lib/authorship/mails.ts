import type { BasicMail } from '#lib/mail/basic-mail.ts';
import { LINK_HOURS } from './authorship.ts';

/** The account's name is the only user input in it. */
export function claimMail({ username, href }: { username: string; href: string }): BasicMail {
  return {
    subject: 'Confirm that you wrote a paper',
    heading: 'Confirm that you wrote a paper',
    paragraphs: [
      `The account ${username} on CopeCheck says that it belongs to an author of a paper, and that this is the author’s address. Confirm it only if both are true.`,
    ],
    button: { label: 'Look at the request', href },
    after: [
      `The link works once, within ${LINK_HOURS} hours.`,
      'If this wasn’t you, you can ignore this email. Nothing happens unless someone uses the link.',
    ],
  };
}
