import type { BasicMail } from '#lib/mail/basic-mail.ts';
import { CONFIRM_DAYS } from './email-state.ts';

/** Mails about an account's address and password. The account name is the only user input in them. */

const NOT_YOU =
  'If this wasn’t you, you can ignore this email. Nothing happens unless someone uses the link.';
const NOT_YOU_CHANGED = 'If this wasn’t you, someone else may have access to your account.';

export function confirmationMail({ username, href }: { username: string; href: string }): BasicMail {
  return {
    subject: 'Confirm your email address',
    heading: 'Confirm your email address',
    paragraphs: [
      `This address was entered for the account ${username} on CopeCheck. Confirm it, and you can reset your password by email.`,
    ],
    button: { label: 'Confirm this address', href },
    after: [`The link works for ${CONFIRM_DAYS} days.`, NOT_YOU],
  };
}

export function resetMail(
  { username, href }: { username: string; href: string },
  minutes: number,
): BasicMail {
  return {
    subject: 'Reset your password',
    heading: 'Reset your password',
    paragraphs: [`Use this link to choose a new password for your account ${username} on CopeCheck.`],
    button: { label: 'Choose a new password', href },
    after: [`The link works once, within ${minutes} minutes.`, NOT_YOU],
  };
}

/** To the old address. It doesn't name the new one, because someone else may read an abandoned mailbox. */
export function addressChangedMail({ username }: { username: string }, settings: string): BasicMail {
  return {
    subject: 'Your email address was changed',
    heading: 'Your email address was changed',
    paragraphs: [
      `Your account ${username} on CopeCheck now has another email address. We no longer send emails to this one.`,
    ],
    button: { label: 'Open your settings', href: settings },
    after: [
      `${NOT_YOU_CHANGED} Change your password in the settings, or write to the people who run the site.`,
    ],
  };
}

export function addressRemovedMail({ username }: { username: string }, settings: string): BasicMail {
  return {
    subject: 'Your email address was removed',
    heading: 'Your email address was removed',
    paragraphs: [
      `This address was removed from your account ${username} on CopeCheck. You can no longer reset your password by email.`,
    ],
    button: { label: 'Open your settings', href: settings },
    after: [
      `${NOT_YOU_CHANGED} Change your password in the settings, or write to the people who run the site.`,
    ],
  };
}

export function passwordChangedMail({ username }: { username: string }, reset: string): BasicMail {
  return {
    subject: 'Your password was changed',
    heading: 'Your password was changed',
    paragraphs: [
      `The password of your account ${username} on CopeCheck was changed, and every other browser was signed out.`,
    ],
    after: [`${NOT_YOU_CHANGED} Choose a new password at ${reset}, then look through your settings.`],
  };
}
