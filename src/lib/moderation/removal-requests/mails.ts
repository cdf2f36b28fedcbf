import type { BasicMail } from '#lib/mail/basic-mail.ts';
import { REQUEST_KEPT_DAYS } from '../removal-request.ts';

/** Without a word of the request: anyone can have this sent to any address. */
export function requestReceivedMail(comment: string): BasicMail {
  return {
    subject: 'Your removal request to CopeCheck',
    heading: 'We received your request',
    paragraphs: [
      'Someone asked us to remove a comment and gave this address for the answer.',
      'A moderator will read the request and decide. You get one more email, with the decision.',
    ],
    button: { label: 'The comment', href: comment },
    after: [
      `If it wasn’t you, ignore this email. The address is deleted ${REQUEST_KEPT_DAYS} days after the decision.`,
    ],
  };
}

/** @param rules absolute */
export function requestDecidedMail(
  { state, title }: { state: 'removed' | 'kept'; title: string },
  rules: string,
): BasicMail {
  const about = `You asked us to remove a comment in the discussion of “${title}”.`;
  const button = { label: 'The rules', href: rules };
  const after = [`Your request and your address are deleted in ${REQUEST_KEPT_DAYS} days.`];
  return state === 'removed'
    ? {
        subject: 'The comment is removed',
        heading: 'The comment is removed',
        paragraphs: [
          `${about} Readers no longer see it.`,
          'If its author appeals, another moderator reviews the decision. If you see the comment again, send us a new request.',
        ],
        button,
        after,
      }
    : {
        subject: 'The comment stays',
        heading: 'The comment stays',
        paragraphs: [
          `${about} A moderator read the comment and your request, and decided that it doesn’t break the rules.`,
          'If you have more to say, or if the comment has changed, send us a new request.',
        ],
        button,
        after,
      };
}
