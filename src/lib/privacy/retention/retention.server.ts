import { CONFIRM_DAYS as ADDRESS_DAYS } from '#lib/accounts/email/email-state.ts';
import { CLAIM_KEPT_DAYS, LINK_HOURS } from '#lib/authorship/authorship.ts';
import { removeOldClaims } from '#lib/authorship/remove-old-claims.server.ts';
import { removeExpiredLinks } from '#lib/accounts/remove-expired-links.server.ts';
import { RESET_MINUTES } from '#lib/accounts/reset/create-reset-link.server.ts';
import { removeExpiredSessions, SESSION_DAYS } from '#lib/accounts/session.server.ts';
import { removeUnconfirmed } from '#lib/digest/subscribers/list-subscribers.server.ts';
import { DRAFT_KEPT_DAYS, removeOldDrafts } from '#lib/discussion/stored-drafts/remove-old-drafts.server.ts';
import { SUBSCRIPTION_CONFIRM_DAYS as SUBSCRIPTION_DAYS } from '#lib/digest/subscribers/subscription.ts';
import {
  ADDRESS_KEPT_DAYS as FEEDBACK_ADDRESS_DAYS,
  removeOldAddresses,
} from '#lib/feedback/remove-old-addresses.server.ts';
import { COUNTED_DAYS } from '#lib/limits.ts';
import { MAIL_KEPT_DAYS, removeOldMails } from '#lib/mail/remove-old-mails.server.ts';
import { REQUEST_KEPT_DAYS } from '#lib/moderation/removal-request.ts';
import { removeOldRequests } from '#lib/moderation/removal-requests/answer-requests.server.ts';
import { removeUnreadableNotices } from '../erasure/erase-account.server.ts';
import { GRACE_DAYS } from '../erasure/erasure.ts';
import { EXPORT_KEPT_DAYS } from '../export/export.ts';
import { removeOldExports } from '../export/remove-old-exports.server.ts';

/**
 * What is stored about people, for how long, and why. The page /privacy shows this table, and the sweep calls its
 * `remove`. A test compares it with the schema: a new table must be named here or in NOT_PERSONAL.
 */
export interface Kept {
  tables: string[];
  what: string;
  howLong: string;
  why: string;
  /** Removes expired rows. Absent if something else does, such as the deletion of the account. */
  remove?: (now: Date) => Promise<unknown>;
}

const UNTIL_ERASED = `Until ${GRACE_DAYS} days after you delete your account`;
const NAMELESS = 'Permanently, but without your name once your account is deleted';

export const RETENTION: Kept[] = [
  {
    tables: ['users'],
    what: 'Your account: name, role, a hash of your password, and your email address and bio if you gave them',
    howLong: UNTIL_ERASED,
    why: 'To sign you in. The address is for a forgotten password, for messages about your account and for the notices that you choose; everyone can read your bio',
  },
  {
    tables: ['sessions'],
    what: 'Where you are signed in: browser and system, such as “Firefox on Windows”, and when it was last used',
    howLong: `Until you sign out, or ${SESSION_DAYS} days after your last visit`,
    why: 'To keep you signed in, and to show you other devices',
    remove: removeExpiredSessions,
  },
  {
    tables: ['email_confirmations', 'password_resets', 'password_reset_requests'],
    what: 'An email address that you haven’t confirmed yet, and a hash of each link that we send you',
    howLong: `Addresses: ${ADDRESS_DAYS} days. Password reset links: ${RESET_MINUTES} minutes`,
    why: 'To tell a link that we sent you from a forged one',
    remove: removeExpiredLinks,
  },
  {
    tables: ['comments', 'comment_revisions', 'comment_words', 'known_words'],
    what: 'Your comments and their earlier versions, the index by which they are searched, and a list of the single words that comments have',
    howLong:
      'Permanently. When you delete your account, you choose whether they stay without your name or are withdrawn and their text erased',
    why: 'They are the discussion',
  },
  {
    tables: ['authorships'],
    what: 'That you say you wrote a paper, with an address of its author, and what an admin decided. Only admins see the address',
    howLong: `The address: until the decision, at most ${CLAIM_KEPT_DAYS} days; ${LINK_HOURS} hours if it isn’t confirmed. The rest: ${CLAIM_KEPT_DAYS} days, or as long as you are listed as the author`,
    why: 'To check who wrote a paper, and to mark the author’s reply',
    remove: removeOldClaims,
  },
  {
    tables: ['challenges'],
    what: 'The sources with which your comments challenge a passage, and what the operator decided. Everyone can read both',
    howLong: 'As long as the comment’s text',
    why: 'They are part of the discussion',
  },
  {
    tables: ['votes', 'ratings'],
    what: 'Your votes on claims and your ratings of comments. Others see only the totals',
    howLong: UNTIL_ERASED,
    why: 'To count each reader once',
  },
  {
    tables: ['vote_histories', 'peeks', 'mind_credits'],
    what: 'Your first and your last vote on each claim, also if you withdraw it, whether you asked to see the votes before you voted, and the comments that changed your mind. Others see only the totals',
    howLong: UNTIL_ERASED,
    why: 'To show how a discussion changes minds',
  },
  {
    tables: ['read_positions'],
    what: 'How far you have read each verdict and its comments, and when you first opened its discussion',
    howLong: UNTIL_ERASED,
    why: 'To show you what is new since your last visit, on all your devices, and to count votes that change after the discussion is read',
  },
  {
    tables: ['bookmarks'],
    what: 'The comments that you bookmarked. No one else sees them',
    howLong: UNTIL_ERASED,
    why: 'To show you your bookmarks',
  },
  {
    tables: ['comment_drafts'],
    what: 'Comments that you have begun and not sent, with the browser you wrote them in. No one else sees them',
    howLong: `Until you send or discard them, or ${DRAFT_KEPT_DAYS} days after you wrote them`,
    why: 'So that you can finish them on another device',
    remove: removeOldDrafts,
  },
  {
    tables: ['reports'],
    what: 'Reports that you make. Only moderators see who made them',
    howLong: UNTIL_ERASED,
    why: 'So that moderators can weigh them, and tell you the outcome',
  },
  {
    tables: ['notices', 'follows', 'blocks', 'mentions'],
    what: 'Your notices, what you follow or mute, whom you blocked, and which comments mention you',
    howLong: UNTIL_ERASED,
    why: 'To tell you about replies and decisions',
    remove: removeUnreadableNotices,
  },
  {
    tables: ['delivery_settings'],
    what: 'Which notices you get by email or push, and your time zone if you set it',
    howLong: UNTIL_ERASED,
    why: 'To send you what you chose, when you chose it',
  },
  {
    tables: ['queue_alert_settings', 'queue_alerts'],
    what: 'Moderators only: when you want to hear about the queue, and which cases you were told about',
    howLong: UNTIL_ERASED,
    why: 'To tell you once about each case',
  },
  {
    tables: ['push_subscriptions', 'push_messages'],
    what: 'Browsers in which you turned push notifications on: their address at the browser’s push service, and keys',
    howLong:
      'Until you turn them off or sign out in that browser. A notification: until it is sent, at most a day',
    why: 'To send encrypted notifications to that browser',
  },
  {
    tables: ['cases', 'decisions', 'restrictions', 'appeals', 'ledger'],
    what: 'Moderators’ decisions about your comments and your account, and your appeals',
    howLong: `${NAMELESS}. The text of your appeals and of moderators’ messages to you is erased then`,
    why: 'So that moderation can be checked. The public log stores a random number instead of a name',
  },
  {
    tables: ['feedback'],
    what: 'Messages that you send us, with an address if you give one',
    howLong: `${NAMELESS}. The address: ${FEEDBACK_ADDRESS_DAYS} days`,
    why: 'To answer them, and to improve the site',
    remove: removeOldAddresses,
  },
  {
    tables: ['removal_requests'],
    what: 'Requests to remove a comment, with the address for the answer. Moderators see the request, only admins see the address',
    howLong: `Until ${REQUEST_KEPT_DAYS} days after the decision`,
    why: 'To decide them, and to send you the decision',
    remove: removeOldRequests,
  },
  {
    tables: ['subscribers', 'report_mails'],
    what: 'The address with which you subscribed to The Cope Report, and which issues were sent to it',
    howLong: `Until you unsubscribe; then only a keyed hash of the address. Unconfirmed addresses: ${SUBSCRIPTION_DAYS} days. Deleting an account doesn’t end a subscription`,
    why: 'To send you each issue once, and nothing after you unsubscribe',
    remove: removeUnconfirmed,
  },
  {
    tables: ['mails'],
    what: 'Emails that we sent you: the address, the time and the kind of email. The text is erased once it is sent',
    howLong: `${MAIL_KEPT_DAYS} days`,
    why: 'To find out what happened to an email that did not arrive',
    remove: removeOldMails,
  },
  {
    tables: ['data_exports', 'data_export_parts'],
    what: 'The copy of your data, if you request one',
    howLong: `${EXPORT_KEPT_DAYS} days`,
    why: 'For you to download',
    remove: removeOldExports,
  },
  {
    tables: ['rate_limits'],
    what: 'How often a network address, a name or an account did something, such as a failed sign-in',
    howLong: `A few seconds to ${COUNTED_DAYS} days. An address that you sign in from is stored as a hash`,
    why: 'To stop spam and password guessing',
  },
  {
    tables: ['erased_names'],
    what: 'The name of a deleted account, as a keyed hash',
    howLong: 'Permanently',
    why: 'So that no one can take the name and pretend to be you',
  },
  {
    tables: ['verdicts', 'verdict_versions', 'verdict_drafts', 'words', 'rule_sets', 'report_issues'],
    what: 'Which admin edited a verdict, prepared a draft, added a word to the word list, changed a rule or sent an issue',
    howLong: NAMELESS,
    why: 'So that admins know who to ask',
  },
];

export const NOT_PERSONAL: Record<string, string> = {
  admin_links: 'a hash of the link that makes the first admin',
  api_tokens: 'programs, not people',
  notice_fanouts: 'comments whose followers are still to be notified, for seconds',
  known_words_progress: 'a number',
  minds_due: 'verdicts whose changed minds are to be counted again, for a minute',
  verdict_words: 'what the Oracle says, for the search',
  claims: 'what the Oracle says, and vote totals',
  comment_factors: 'two numbers for each comment, from all its ratings together',
  factorizations: 'when those numbers were computed',
  report_tallies: 'vote totals',
  scorecard_slugs: 'addresses of models and feeds',
  site_keys: 'secrets of the site',
  site_settings: 'what admins set',
  socket_io_attachments: 'messages between processes, for seconds',
  verdict_identities: 'how an imported verdict is recognised',
};

/** Removes everything expired. One failure doesn't stop the others. */
export async function removeExpired(now: Date): Promise<void> {
  const runs = RETENTION.flatMap(({ remove }) => (remove ? [remove(now)] : []));
  const failures = (await Promise.allSettled(runs)).filter((run) => run.status === 'rejected');
  if (failures.length > 0)
    throw new AggregateError(
      failures.map(({ reason }) => reason as unknown),
      'expired data could not be removed',
    );
}
