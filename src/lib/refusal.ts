/**
 * Every way in which CopeCheck says no. A use case throws a `Refusal`; one place turns it into a form failure
 * (`form.server.ts`), one into problem JSON (`api.server.ts`), one into a socket answer (`live/`).
 * The message is for the reader: what is wrong and what to do.
 */
export const REFUSALS = {
  // edges
  'invalid-input': { status: 422, message: 'Something in this form needs another look.' },
  'invalid-json': {
    status: 422,
    message: 'The body is not valid JSON. Send UTF-8 JSON with content-type application/json.',
  },
  'form-unreadable': {
    status: 400,
    message: 'This form arrived incomplete or in a format that can’t be read. Go back and send it again.',
  },
  'malformed-request': {
    status: 400,
    message: 'The address or the request can’t be read. Check the encoding of the path.',
  },
  'method-not-allowed': {
    status: 405,
    message: 'This address doesn’t take that method. The Allow header lists those it takes.',
  },
  'unsupported-media-type': {
    status: 415,
    message: 'The body must be JSON in UTF-8. Send it with content-type application/json.',
  },
  'internal-error': {
    status: 500,
    message: 'Something failed on our side. It has been logged; trying again may help.',
  },
  'too-large': { status: 413, message: 'That is too large to take.' },
  'not-found': { status: 404, message: 'There is nothing here, or nothing for you.' },
  'rate-limited': {
    status: 429,
    message: 'That was a little fast. Nothing is lost: wait a moment and send it again.',
  },
  'foreign-origin': {
    status: 403,
    message: 'This write did not come from this site. Open the site itself and try again.',
  },
  unavailable: {
    status: 503,
    message: 'The site can’t save anything just now. What you wrote is kept; try again shortly.',
  },

  'too-many-rooms': { status: 429, message: 'This connection watches too many verdicts. Close some tabs.' },

  // accounts
  'sign-in-first': { status: 401, message: 'Sign in to do this. What you wrote is kept.' },
  forbidden: { status: 403, message: 'Your account may not do this.' },
  'awaiting-approval': {
    status: 403,
    message:
      'Your account is waiting for approval. Until an admin has approved it, you can read but not comment, vote or report.',
  },
  'not-waiting': { status: 409, message: 'This account isn’t waiting for approval any more.' },
  'sign-up-closed': {
    status: 403,
    message: 'Sign-up is closed for now. You can read everything, and sign in if you have an account.',
  },
  'username-malformed': {
    status: 422,
    message: 'A name has 3 to 24 letters (a to z), digits, _ or -.',
  },
  'username-reserved': { status: 422, message: 'That name is kept for the house. Choose another one.' },
  'username-taken': {
    status: 422,
    message: 'That name, or one that looks like it, is taken. Choose another one.',
  },
  'password-too-short': {
    status: 422,
    message: 'Use at least 10 characters; a few words in a row are good.',
  },
  'password-too-long': { status: 422, message: 'Use at most 200 characters.' },
  'password-is-username': { status: 422, message: 'The password can’t be your name.' },
  'password-common': {
    status: 422,
    message:
      'That is one of the first passwords an attacker tries. A few unrelated words in a row are better.',
  },
  'wrong-credentials': { status: 401, message: 'Name and password don’t belong together. Try again.' },
  'wrong-password': { status: 403, message: 'That is not your current password.' },
  'confirmation-void': {
    status: 404,
    message:
      'This link was used, has expired, or was replaced by a newer one. Your settings show whether your address is confirmed, and send a new link.',
  },
  'email-taken': {
    status: 409,
    message:
      'Another account has already confirmed this address, and an address belongs to one account. Remove it there first, then use this link again.',
  },
  'nothing-to-confirm': { status: 409, message: 'No address of yours is waiting for a confirmation.' },
  'reset-void': {
    status: 404,
    message: 'This link was used, has expired, or was replaced by a newer one. Ask for a new one.',
  },
  'reset-of-admin': {
    status: 403,
    message:
      'This admin has no confirmed email address, and a link would let you act in their name. Use the command line: copecheck user reset NAME.',
  },
  'session-not-found': {
    status: 404,
    message: 'You have no such session. It may have ended in the meantime.',
  },
  'account-erased': { status: 409, message: 'The seven days are over: this account is erased.' },
  'user-not-found': { status: 404, message: 'There is nobody of that name.' },
  'admin-link-void': {
    status: 404,
    message:
      'This link is used, older than a day, or replaced by a newer one. A new start of the site prints a new link, while there is no admin.',
  },
  'token-name-malformed': {
    status: 422,
    message: 'A token’s name has 1 to 64 letters, digits, dots, _ or -, and begins with a letter or digit.',
  },
  'token-name-taken': {
    status: 422,
    message: 'There is a token of that name. Revoke it first, or choose another name.',
  },
  'token-not-found': { status: 404, message: 'There is no token of that name.' },

  // discussion
  'read-only': { status: 403, message: 'The site is read-only for now. What you wrote is kept.' },
  'comment-not-found': { status: 404, message: 'That comment is not here, or not for you.' },
  'comment-changed': {
    status: 409,
    message: 'The comment was changed meanwhile. Here is how it stands now; your text is kept.',
  },
  'parent-gone': {
    status: 409,
    message: 'The comment you are answering was taken away. Your text is kept; you can post it elsewhere.',
  },
  'too-late-to-edit': {
    status: 403,
    message: 'Comments can be edited for 24 hours. You can still reply to yourself.',
  },
  'edited-too-often': {
    status: 403,
    message: 'You have edited this comment 50 times, which is the limit. You can still reply to it.',
  },
  'not-yours': { status: 403, message: 'Only its author can do this.' },
  'own-comment': { status: 403, message: 'Nobody rates their own comment.' },
  'anchor-not-found': {
    status: 422,
    message: 'The quoted passage does not stand in this verdict. Quote it again from the text.',
  },

  // moderation
  'case-not-found': { status: 404, message: 'There is no such case.' },
  'case-changed': {
    status: 409,
    message: 'The case changed meanwhile. Here is how it stands now; decide again if you still want to.',
  },
  'own-case': { status: 403, message: 'This is about your own comment. Leave it to somebody else.' },
  'not-possible-now': { status: 409, message: 'That can’t be done to this comment as it stands now.' },
  'too-late-to-undo': {
    status: 403,
    message: 'A decision can be undone for ten seconds. You can still decide otherwise.',
  },
  'reason-needed': { status: 422, message: 'Choose a reason: it stands in the public log.' },
  'not-your-equal': {
    status: 403,
    message: 'Moderators and admins are not restricted here. Change the role first.',
  },
  'appeal-not-possible': { status: 403, message: 'This decision can’t be appealed against, or not by you.' },
  'appeal-too-late': { status: 403, message: 'An appeal is possible within 14 days. This one is over.' },
  'appealed-already': {
    status: 409,
    message: 'You have appealed against this decision already. Once is all there is.',
  },
  'own-role': {
    status: 403,
    message: 'Nobody changes their own role: the site must not lose its last admin. Ask another admin.',
  },
  'last-admin': {
    status: 409,
    message: 'This is the last admin who can act. Make someone else an admin first.',
  },
  'own-decision': {
    status: 403,
    message: 'Whoever decided first does not decide the appeal. Leave it to somebody else.',
  },

  restricted: { status: 403, message: 'A moderator keeps your account from doing this for now.' },
  'thread-locked': {
    status: 403,
    message: 'A moderator has closed this discussion to new comments. What you wrote is kept.',
  },
  'said-already': {
    status: 422,
    message: 'You posted the same text within the last ten minutes. Say it once, or say something new.',
  },
  'too-many-links': {
    status: 422,
    message: 'There are more links in this than your account may post yet. Leave some out.',
  },
  'word-refused': { status: 422, message: 'A word in this text isn’t taken here.' },
  'too-hot': {
    status: 429,
    message: 'This part of the thread was reported, so replies come slower. Your text is kept.',
  },
  'reporting-needs-trust': {
    status: 403,
    message: 'Reporting comes with trust level 1. Your profile says what is missing.',
  },
  'own-report': { status: 403, message: 'This is your own comment. You can edit it, or withdraw it.' },
  'reported-already': {
    status: 409,
    message: 'You have reported this comment already. A moderator will look.',
  },
  'reported-and-kept': {
    status: 409,
    message:
      'A moderator has just looked at this comment as it stands. Report it again after an edit, or a day later.',
  },
  'report-not-found': { status: 404, message: 'You have no open report on this comment.' },
  'note-needed': { status: 422, message: 'Say in a few words what is wrong.' },
  'word-listed': { status: 409, message: 'That stands on the list already. Remove it first to change it.' },
  'words-full': {
    status: 422,
    message: 'The list holds 1,000 words, and more would slow every comment down. Remove some first.',
  },

  // votes
  'claim-not-found': { status: 404, message: 'That claim is not in the verdict as it stands now.' },

  // drafts of verdicts
  'draft-not-found': {
    status: 404,
    message: 'There is no such draft. It may have been published or deleted.',
  },
  'draft-changed': {
    status: 409,
    message:
      'Someone changed this draft in the meantime, perhaps you in another tab. This page now shows the current draft; check it and try again.',
  },
  'too-many-corrections': {
    status: 422,
    message: 'A draft holds 10,000 corrected lines. Delete lines from the source text instead.',
  },
  'note-missing': { status: 422, message: 'Say in a sentence what has changed and why. Readers see it.' },
  'lines-needed': { status: 422, message: 'Select at least one line first.' },

  // The Cope Report
  'issue-not-found': { status: 404, message: 'There is no issue of The Cope Report at this address.' },
  'issue-changed': {
    status: 409,
    message:
      'Someone changed this issue in the meantime, perhaps you in another tab. This page now shows the current one; check it and try again.',
  },
  'issue-empty': {
    status: 409,
    message: 'Everything in this issue is left out, or no longer public. Put something back first.',
  },
  'nothing-to-send': {
    status: 409,
    message: 'Nothing worth sending has happened since the previous issue.',
  },
  'issues-elsewhere': {
    status: 409,
    message: 'Issues are sent through beehiiv, because BEEHIIV_API_KEY is set. Send this one there.',
  },
  'own-address-needed': {
    status: 409,
    message: 'Your account has no confirmed email address to send a test to. Add one in your settings first.',
  },
  'confirm-link-void': {
    status: 404,
    message:
      'This confirmation link doesn’t work any more. It is older than seven days, or a newer one was sent, or the subscription has ended. Enter your address again to get a new link.',
  },
  'signature-invalid': {
    status: 403,
    message:
      'The signature of this webhook is missing, wrong or older than five minutes. Sign the body as Standard Webhooks describes, with the key in REPORT_WEBHOOK_KEY.',
  },
  'unsubscribe-link-void': {
    status: 404,
    message:
      'This unsubscribe link is incomplete or was changed on the way. Open it from the email again; the whole address is needed.',
  },

  // verdicts
  'verdict-not-found': { status: 404, message: 'There is no verdict at this address.' },
  'verdict-retracted': {
    status: 410,
    message: 'This verdict was retracted. You can read its comments, but nothing can be added or changed.',
  },
  'verdict-unpublished': {
    status: 409,
    message: 'This verdict is unpublished. Publish it before anyone comments or votes.',
  },
  'verdict-changed': {
    status: 409,
    message: 'The verdict has a newer version than the one you edited. Compare the two and edit again.',
  },
  'verdict-exists': {
    status: 409,
    message: 'Another verdict has this source and title. Edit that one, or change the title.',
  },
  'version-not-found': { status: 404, message: 'This verdict has no such version.' },
  'import-incomplete': { status: 422, message: 'Some files were refused.' },
  'file-unreadable': { status: 422, message: 'This file can’t be read.' },
  'verdict-unreadable': {
    status: 422,
    message: 'This text can’t be read as a verdict. Send the page as a browser copies it.',
  },
} satisfies Record<string, { status: number; message: string }>;

export type RefusalCode = keyof typeof REFUSALS;

export interface FieldError {
  path: string;
  message: string;
}

export interface RefusalDetails {
  /** Says more than the table's sentence can, where this case knows more. */
  message?: string;
  /** The input it is about. */
  field?: string;
  errors?: FieldError[];
  /** Seconds to wait, for `rate-limited`. */
  retryAfter?: number;
  /** The thing as it stands now, for 409. */
  state?: unknown;
}

export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;
  readonly details: RefusalDetails;

  constructor(code: RefusalCode, details: RefusalDetails = {}) {
    super(details.message ?? REFUSALS[code].message);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return REFUSALS[this.code].status;
  }

  /** The faults by field, the one `field` included. */
  get errors(): FieldError[] {
    const { field, errors = [] } = this.details;
    return field === undefined ? errors : [{ path: field, message: this.message }, ...errors];
  }
}
