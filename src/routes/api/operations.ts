import { z } from 'zod';
import {
  changeEmailInput,
  confirmEmailInput,
  newPasswordInput,
  removeEmailInput,
  requestResetInput,
  signInInput,
  signUpInput,
} from '#lib/accounts/account-input.ts';
import {
  changesInput,
  editInput,
  listInput,
  postInput,
  previewInput,
  ratingInput,
  repliesInput,
} from '#lib/discussion/posting/comment-input.ts';
import { bounceInput } from '#lib/digest/subscribers/bounces/bounce-input.ts';
import { confirmInput, subscribeInput } from '#lib/digest/subscribers/subscriber-input.ts';
import { feedbackInput } from '#lib/feedback/feedback-input.ts';
import { deleteAccountInput } from '#lib/privacy/erasure/erasure-input.ts';
import { listingInput } from '#lib/verdicts/list/list-input.ts';
import {
  retractInput,
  structuredEditInput,
  structuredInput,
  textEditInput,
  textInput,
} from '#lib/verdicts/publish/verdict-input.ts';
import { reportInput } from '#lib/moderation/reports/report-input.ts';
import { switchesInput } from '#lib/site-settings/site-settings-input.ts';
import { voteInput } from '#lib/votes/vote-input.ts';
import * as shapes from './shapes.ts';

export interface Operation {
  /** Its name for generated clients. */
  id: string;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  summary: string;
  /** Who may: anybody, a reader's cookie, or a program's token (or an admin). */
  who: 'anybody' | 'reader' | 'program';
  query?: z.ZodType;
  body?: z.ZodType;
  /** What it answers, by status; null: no body. */
  answers: Record<number, { says: string; shape: z.ZodType | null }>;
  /** Refused with these as well; `refusalsOf` has those that follow from the rest. */
  refuses?: number[];
}

/** The statuses of all refusals, in order. */
export function refusalsOf({ method, path, who, query, body, refuses = [] }: Operation): number[] {
  const follow = [
    who !== 'anybody' && 401,
    method !== 'get' && 403, // a write from another origin, at least
    path.includes('{') && 404,
    body && [413, 415, 422],
    query && 422,
    503,
  ];
  return [...new Set([...follow, refuses].flat().filter((status) => typeof status === 'number'))].sort();
}

const ok = (shape: z.ZodType, says = 'Done.') => ({ 200: { says, shape } });
const nothing = { 204: { says: 'Done.', shape: null } };
const accepted = (says: string) => ({ 202: { says, shape: null } });

/** Every address under `/api/v1`, as the contract has it. Tests compare this list with the routes and with the responses. */
export const operations: Operation[] = [
  {
    id: 'createAccount',
    method: 'post',
    path: '/accounts',
    refuses: [429],
    summary: 'Makes an account and signs it in.',
    who: 'anybody',
    body: signUpInput,
    answers: { 201: { says: 'Made.', shape: shapes.account } },
  },
  {
    id: 'signIn',
    method: 'post',
    path: '/session',
    refuses: [401, 429],
    summary: 'Signs in.',
    who: 'anybody',
    body: signInInput,
    answers: ok(shapes.account),
  },
  {
    id: 'signOut',
    method: 'delete',
    path: '/session',
    summary: 'Signs out.',
    who: 'anybody',
    answers: nothing,
  },
  {
    id: 'getMe',
    method: 'get',
    path: '/me',
    summary: 'Who is context, with their email address.',
    who: 'reader',
    answers: ok(shapes.me),
  },
  {
    id: 'changeEmail',
    method: 'put',
    path: '/me/email',
    refuses: [429],
    summary:
      'Gives the caller’s account another email address. It counts once it is confirmed by the link that is mailed to it; until then a confirmed address stays.',
    who: 'reader',
    body: changeEmailInput,
    answers: accepted('A link is on its way, unless the address is confirmed already.'),
  },
  {
    id: 'removeEmail',
    method: 'delete',
    path: '/me/email',
    refuses: [429],
    summary: 'Removes the email address from the caller’s account.',
    who: 'reader',
    body: removeEmailInput,
    answers: nothing,
  },
  {
    id: 'confirmEmail',
    method: 'post',
    path: '/email-confirmations',
    refuses: [404, 409],
    summary: 'Confirms an email address with the token of its link. 409: another account has confirmed it.',
    who: 'anybody',
    body: confirmEmailInput,
    answers: nothing,
  },
  {
    id: 'requestPasswordReset',
    method: 'post',
    path: '/password-resets',
    refuses: [429],
    summary: 'Asks for a link that sets a new password.',
    who: 'anybody',
    body: requestResetInput,
    answers: accepted('A link is on its way, if an account has confirmed the address.'),
  },
  {
    id: 'resetPassword',
    method: 'put',
    path: '/password-resets/{token}',
    summary: 'Sets a new password with the token of a link, once, and ends all sessions of the account.',
    who: 'anybody',
    body: newPasswordInput,
    answers: nothing,
  },
  {
    id: 'exportMe',
    method: 'post',
    path: '/me/export',
    refuses: [429],
    summary: 'Asks for a copy of everything about the caller, which is built in the background.',
    who: 'reader',
    answers: { 202: { says: 'It is being built.', shape: shapes.dataExport } },
  },
  {
    id: 'getExport',
    method: 'get',
    path: '/me/export',
    summary: 'Whether the copy is ready, and where it can be fetched.',
    who: 'reader',
    answers: ok(shapes.dataExport),
  },
  {
    id: 'deleteMe',
    method: 'delete',
    path: '/me',
    refuses: [409, 429],
    summary: 'Deletes the caller’s account in seven days, and ends all sessions. 409 for the last admin.',
    who: 'reader',
    body: deleteAccountInput,
    answers: {
      202: { says: 'It can be restored until then.', shape: z.strictObject({ erasedAt: shapes.time }) },
    },
  },
  {
    id: 'restoreMe',
    method: 'post',
    path: '/me/restore',
    summary:
      'Restores an account that is being deleted; sign in first. Changes nothing for any other account.',
    who: 'reader',
    answers: nothing,
  },
  {
    id: 'listSessions',
    method: 'get',
    path: '/me/sessions',
    summary: 'Where the caller is signed in: this session first, then those seen last.',
    who: 'reader',
    answers: ok(shapes.sessions),
  },
  {
    id: 'endOtherSessions',
    method: 'delete',
    path: '/me/sessions',
    summary: 'Ends all sessions of the caller but this one.',
    who: 'reader',
    answers: nothing,
  },
  {
    id: 'endSession',
    method: 'delete',
    path: '/me/sessions/{id}',
    summary: 'Ends one session of the caller.',
    who: 'reader',
    answers: nothing,
  },
  {
    id: 'listVerdicts',
    method: 'get',
    path: '/verdicts',
    summary: 'Lists verdicts.',
    who: 'anybody',
    query: listingInput,
    answers: ok(shapes.listedVerdicts),
  },
  {
    id: 'publishVerdict',
    method: 'post',
    path: '/verdicts',
    refuses: [410],
    summary: 'Publishes a verdict: its page as text, or structured.',
    who: 'program',
    body: z.union([textInput, structuredInput]),
    answers: {
      201: { says: 'Published.', shape: shapes.verdict },
      200: { says: 'Published before; where the text differs, now in a new version.', shape: shapes.verdict },
    },
  },
  {
    id: 'getVerdict',
    method: 'get',
    path: '/verdicts/{slug}',
    summary: 'One verdict.',
    who: 'anybody',
    refuses: [410],
    answers: ok(shapes.verdict),
  },
  {
    id: 'editVerdict',
    method: 'put',
    path: '/verdicts/{slug}',
    refuses: [409, 410],
    summary:
      'Replaces a verdict: a new version with a note, at the same address. Content that has not changed makes none.',
    who: 'program',
    body: z.union([textEditInput, structuredEditInput]),
    answers: ok(shapes.verdict),
  },
  {
    id: 'publishVerdictAgain',
    method: 'post',
    path: '/verdicts/{slug}/publish',
    summary: 'Brings an unpublished or retracted verdict back.',
    who: 'program',
    answers: nothing,
  },
  {
    id: 'unpublishVerdict',
    method: 'post',
    path: '/verdicts/{slug}/unpublish',
    summary: 'Hides a verdict and its comments from everyone but admins.',
    who: 'program',
    answers: nothing,
  },
  {
    id: 'retractVerdict',
    method: 'post',
    path: '/verdicts/{slug}/retract',
    summary: 'Replaces a verdict’s text by a note that says why. Its comments stay readable.',
    who: 'program',
    body: retractInput,
    answers: nothing,
  },
  {
    id: 'listComments',
    method: 'get',
    path: '/verdicts/{slug}/comments',
    summary: 'A page of top-level comments, each followed by its first replies.',
    who: 'anybody',
    query: listInput,
    answers: ok(shapes.commentPage),
  },
  {
    id: 'postComment',
    method: 'post',
    path: '/verdicts/{slug}/comments',
    refuses: [409, 410, 429],
    summary: 'Posts a comment or a reply.',
    who: 'reader',
    body: postInput,
    answers: {
      201: { says: 'Posted.', shape: shapes.comment },
      200: { says: 'Posted before under this nonce.', shape: shapes.comment },
    },
  },
  {
    id: 'listChanges',
    method: 'get',
    path: '/verdicts/{slug}/changes',
    summary: 'Comments changed after a seq, as they stand now.',
    who: 'anybody',
    query: changesInput,
    answers: ok(shapes.changes),
  },
  {
    id: 'getComment',
    method: 'get',
    path: '/comments/{id}',
    summary: 'One comment.',
    who: 'anybody',
    answers: ok(shapes.comment),
  },
  {
    id: 'editComment',
    method: 'patch',
    path: '/comments/{id}',
    refuses: [409, 410, 429],
    summary: 'Replaces a comment’s text; the old one is kept.',
    who: 'reader',
    body: editInput,
    answers: ok(shapes.comment),
  },
  {
    id: 'withdrawComment',
    method: 'delete',
    path: '/comments/{id}',
    summary: 'Withdraws a comment.',
    who: 'reader',
    answers: nothing,
  },
  {
    id: 'listRevisions',
    method: 'get',
    path: '/comments/{id}/history',
    summary: 'All texts of a comment, oldest first.',
    who: 'anybody',
    answers: ok(shapes.history),
  },
  {
    id: 'listReplies',
    method: 'get',
    path: '/comments/{id}/replies',
    summary: 'What stands below a comment, in reading order.',
    who: 'anybody',
    query: repliesInput,
    answers: ok(shapes.replies),
  },
  {
    id: 'rateComment',
    method: 'put',
    path: '/comments/{id}/rating',
    refuses: [410, 429],
    summary: 'Rates a comment, or takes the rating back (null).',
    who: 'reader',
    body: ratingInput,
    answers: ok(shapes.rated),
  },
  {
    id: 'reportComment',
    method: 'post',
    path: '/comments/{id}/reports',
    refuses: [409, 429],
    summary: 'Reports a comment as it stands; the same report again answers 200.',
    who: 'reader',
    body: reportInput,
    answers: {
      201: { says: 'Reported.', shape: shapes.reported },
      200: { says: 'You had reported it like this before.', shape: shapes.reported },
    },
  },
  {
    id: 'withdrawReport',
    method: 'delete',
    path: '/comments/{id}/reports',
    summary: 'Takes one’s own report back.',
    who: 'reader',
    answers: nothing,
  },
  {
    id: 'castVote',
    method: 'put',
    path: '/claims/{id}/vote',
    refuses: [410, 429],
    summary: 'Votes on a claim, or takes the vote back (null).',
    who: 'reader',
    body: voteInput,
    answers: ok(shapes.voted),
  },
  {
    id: 'previewComment',
    method: 'post',
    path: '/preview',
    refuses: [429],
    summary: 'A comment’s text as it would look; stores nothing.',
    who: 'reader',
    body: previewInput,
    answers: ok(shapes.preview),
  },
  {
    id: 'sendFeedback',
    method: 'post',
    path: '/feedback',
    refuses: [429],
    summary: 'Tells the operator something.',
    who: 'anybody',
    body: feedbackInput,
    answers: { 201: { says: 'Stored.', shape: z.strictObject({ id: z.string() }) } },
  },
  {
    id: 'subscribe',
    method: 'post',
    path: '/report/subscriptions',
    refuses: [429],
    summary:
      'Asks for The Cope Report. An address that isn’t subscribed is sent a link to confirm; the answer doesn’t tell which it was.',
    who: 'anybody',
    body: subscribeInput,
    answers: { 202: { says: 'Taken.', shape: null } },
  },
  {
    id: 'confirmSubscription',
    method: 'post',
    path: '/report/subscriptions/confirm',
    refuses: [404],
    summary: 'Confirms a subscription with the token of the link.',
    who: 'anybody',
    body: confirmInput,
    answers: nothing,
  },
  {
    id: 'reportBounce',
    method: 'post',
    path: '/report/bounces',
    summary:
      'A mail provider reports a bounce or a complaint, signed by Standard Webhooks with REPORT_WEBHOOK_KEY; without that setting, 404.',
    who: 'anybody',
    body: bounceInput,
    answers: nothing,
  },
  {
    id: 'getSwitches',
    method: 'get',
    path: '/admin/switches',
    refuses: [403],
    summary: 'The emergency switches, for admins.',
    who: 'reader',
    answers: ok(shapes.switches),
  },
  {
    id: 'setSwitches',
    method: 'put',
    path: '/admin/switches',
    summary: 'Sets the emergency switches, for admins. They apply at once in every process.',
    who: 'reader',
    body: switchesInput,
    answers: ok(shapes.switches),
  },
];
