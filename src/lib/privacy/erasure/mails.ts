import type { BasicMail } from '#lib/mail/basic-mail.ts';
import { GRACE_DAYS, type CommentChoice } from './erasure.ts';

const COMMENTS: Record<CommentChoice, string> = {
  keep: 'Your comments will stay on the site without your name.',
  withdraw: 'Your comments will be withdrawn.',
};

interface Requested {
  username: string;
  comments: CommentChoice;
  eraseAt: Date;
  signIn: string;
}

export function erasureRequestedMail({ username, comments, eraseAt, signIn }: Requested): BasicMail {
  const when = `${eraseAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return {
    subject: 'Your CopeCheck account will be deleted',
    heading: `Your account will be deleted in ${GRACE_DAYS} days`,
    paragraphs: [
      `Someone who is signed in to the account ${username} and knows its password has deleted it. It will be erased on ${when}.`,
      COMMENTS[comments],
      'Until then you can sign in and restore the account.',
    ],
    button: { label: 'Sign in to restore it', href: signIn },
    after: ['If this wasn’t you, sign in, restore the account and change its password.'],
  };
}

export function erasureDoneMail(): BasicMail {
  return {
    subject: 'Your CopeCheck account is deleted',
    heading: 'Your account is deleted',
    paragraphs: [
      'Your name, your email address and your password are erased, as you asked seven days ago.',
      'This is the last email about it. Your address is erased from our records once it is sent.',
    ],
  };
}
