/** The status and the sentence of every refusal. The sentence says what happened and what the reader can do. */
export const REFUSALS = {
  // requests
  'invalid-input': {
    status: 422,
    message: 'Some of this isn’t valid. Check the marked fields and try again.',
  },
  'invalid-json': {
    status: 422,
    message: 'The body is not valid JSON. Send UTF-8 JSON with content-type application/json.',
  },
  'form-unreadable': {
    status: 400,
    message: 'This form is incomplete or in a format that can’t be read. Go back and send it again.',
  },
  'malformed-request': {
    status: 400,
    message: 'This address or request can’t be read. Check the encoding of the path.',
  },
  'method-not-allowed': {
    status: 405,
    message: 'This address doesn’t support that method. The Allow header lists the methods it supports.',
  },
  'unsupported-media-type': {
    status: 415,
    message: 'The body must be UTF-8 JSON. Send it with content-type application/json.',
  },
  'internal-error': {
    status: 500,
    message: 'Something went wrong on our side. Try again; the error was logged.',
  },
  'too-large': { status: 413, message: 'This is too large. Send something smaller.' },
  'not-found': { status: 404, message: 'There is nothing at this address, or you don’t have access to it.' },
  'rate-limited': {
    status: 429,
    message: 'You are doing that too fast. Wait a moment, then try again. Your text is kept.',
  },
  'foreign-origin': {
    status: 403,
    message: 'This request came from another site. Open this site and try again.',
  },
  'other-account': {
    status: 409,
    message:
      'This page showed another account than the one you are signed in to now. Nothing was sent, and your text is kept. Check the name at the top, then try again.',
  },
  unavailable: {
    status: 503,
    message: 'The site can’t save anything right now. Your text is kept; try again shortly.',
  },
  'too-many-rooms': {
    status: 429,
    message: 'This connection is watching too many verdicts. Close some tabs.',
  },

  // accounts
  'sign-in-first': { status: 401, message: 'Sign in to do this. Your text is kept.' },
  forbidden: { status: 403, message: 'Your account isn’t allowed to do this.' },
  'awaiting-approval': {
    status: 403,
    message:
      'Your account is waiting for approval. Until an admin approves it, you can read, but not comment, vote or report.',
  },
  'not-waiting': { status: 409, message: 'This account isn’t waiting for approval.' },
  'sign-up-closed': {
    status: 403,
    message: 'Sign-up is closed for now. You can read everything, and sign in if you have an account.',
  },
  'username-malformed': { status: 422, message: 'Use 3 to 24 letters (a to z), digits, _ or -.' },
  'username-reserved': { status: 422, message: 'This name is reserved. Choose another one.' },
  'username-taken': {
    status: 422,
    message: 'This name, or one that looks like it, is taken. Choose another one.',
  },
  'password-too-short': {
    status: 422,
    message: 'Use at least 10 characters. A few unrelated words work well.',
  },
  'password-too-long': { status: 422, message: 'Use at most 200 characters.' },
  'password-is-username': { status: 422, message: 'Your password can’t be your name.' },
  'password-common': {
    status: 422,
    message: 'This is one of the first passwords an attacker tries. Use a few unrelated words instead.',
  },
  'wrong-credentials': { status: 401, message: 'Wrong name or password.' },
  'wrong-password': { status: 403, message: 'That isn’t your current password.' },
  'confirmation-void': {
    status: 404,
    message:
      'This link was used, has expired or was replaced by a newer one. Your settings show whether your address is confirmed, and you can send a new link there.',
  },
  'email-taken': {
    status: 409,
    message: 'Another account has already confirmed this address. Remove it there, then use this link again.',
  },
  'nothing-to-confirm': { status: 409, message: 'You have no email address to confirm.' },
  'reset-void': {
    status: 404,
    message: 'This link was used, has expired or was replaced by a newer one. Request a new one.',
  },
  'reset-of-admin': {
    status: 403,
    message:
      'This admin has no confirmed email address, and a link would let you sign in as them. Use the command line: copecheck user reset NAME.',
  },
  'session-not-found': { status: 404, message: 'You have no such session. It may have ended already.' },
  'account-erased': { status: 409, message: 'The seven days are over, and this account was erased.' },
  'user-not-found': { status: 404, message: 'There is no account with this name.' },
  'admin-link-void': {
    status: 404,
    message:
      'This link was used, is older than a day or was replaced by a newer one. As long as there is no admin, restarting the site prints a new link.',
  },
  'token-name-malformed': {
    status: 422,
    message: 'Use 1 to 64 letters, digits, dots, _ or -, starting with a letter or digit.',
  },
  'token-name-taken': {
    status: 422,
    message: 'There is already a token with this name. Revoke it first, or choose another name.',
  },
  'token-not-found': { status: 404, message: 'There is no token with this name.' },

  // discussion
  'read-only': { status: 403, message: 'The site is read-only for now. Your text is kept.' },
  'comment-not-found': {
    status: 404,
    message: 'This comment doesn’t exist, or you don’t have access to it.',
  },
  'comment-changed': {
    status: 409,
    message: 'This comment was changed in the meantime. The current version is shown, and your text is kept.',
  },
  'parent-gone': {
    status: 409,
    message: 'The comment you are replying to was removed. Your text is kept, so you can post it elsewhere.',
  },
  'too-late-to-edit': {
    status: 403,
    message: 'You can edit a comment for 24 hours. You can still reply to it.',
  },
  'edited-too-often': {
    status: 403,
    message: 'You have edited this comment 50 times, which is the limit. You can still reply to it.',
  },
  'not-yours': { status: 403, message: 'Only the author of this comment can do this.' },
  'own-comment': { status: 403, message: 'You can’t rate your own comment.' },
  'own-credit': { status: 403, message: 'Your own comment can’t have changed your mind.' },
  'vote-not-changed': {
    status: 409,
    message:
      'You haven’t changed a vote on this verdict since this comment was posted. Change it first, then say which comment changed your mind.',
  },
  'anchor-not-found': {
    status: 422,
    message:
      'This verdict doesn’t have the passage that you quoted, or has it several times. Quote it again from the text, or send your comment without it.',
  },
  'passage-needed': {
    status: 422,
    message:
      'Only a comment on a passage can challenge it. Select the passage in the verdict and comment on it.',
  },
  'rated-without-source': {
    status: 409,
    message:
      'Readers have already rated this comment without a source. Write a new comment on the passage, and name the source there.',
  },
  'challenged-already': {
    status: 409,
    message:
      'This comment already names another source. It can’t be replaced, because readers rated the comment with it.',
  },
  'challenge-not-found': {
    status: 404,
    message: 'There is no such challenge on the desk. Its comment may have been withdrawn or removed.',
  },
  'challenge-changed': {
    status: 409,
    message:
      'Another admin decided this challenge in the meantime. The page shows their decision; change it if you disagree.',
  },
  'challenge-needs-version': {
    status: 422,
    message: 'Edit the verdict first: this outcome needs a version that is newer than the challenge.',
  },
  'author-only': {
    status: 403,
    message:
      'Only an author of the paper, whom an admin has approved, can mark a comment as the author’s reply.',
  },
  'authorship-link-void': {
    status: 404,
    message:
      'This link was used, has expired or was replaced by a newer one. Send the form again to get a new link.',
  },
  'authorship-not-found': { status: 404, message: 'There is no such request.' },
  'authorship-changed': {
    status: 409,
    message:
      'Another admin has decided this request in the meantime, or its sender started again. The page shows the current requests.',
  },
  restricted: { status: 403, message: 'A moderator has blocked your account from doing this.' },
  'thread-locked': {
    status: 403,
    message: 'A moderator has closed this discussion to new comments. Your text is kept.',
  },
  'nothing-visible': {
    status: 422,
    message: 'Readers would see nothing of this text. Write some words.',
  },
  'said-already': {
    status: 422,
    message: 'You posted the same text within the last ten minutes. Write something new.',
  },
  'too-many-links': {
    status: 422,
    message:
      'This has more links than your account may post. Remove some. You can post more as your account gains trust.',
  },
  'word-refused': {
    status: 422,
    message: 'This text contains a word that isn’t allowed here. Change it and try again.',
  },
  'too-hot': {
    status: 429,
    message:
      'This part of the thread was reported, so replies are limited. Your text is kept; try again later.',
  },

  'draft-elsewhere': {
    status: 409,
    message: 'You have another draft here, from another device. Both are kept; choose the one to continue.',
  },
  'drafts-full': {
    status: 422,
    message: 'You have 100 unsent comments, and more aren’t stored. Send or delete some of them first.',
  },

  // following
  'not-yourself': { status: 422, message: 'You can’t follow, mute or block yourself.' },
  'follows-full': {
    status: 422,
    message: 'You follow, mute or block a thousand already. Remove some of them in your settings first.',
  },

  // votes
  'claim-not-found': { status: 404, message: 'This claim isn’t in the current version of the verdict.' },

  // reports
  'own-report': { status: 403, message: 'This is your own comment. You can edit or withdraw it.' },
  'reported-already': {
    status: 409,
    message: 'You have already reported this comment. A moderator will review it.',
  },
  'reported-and-kept': {
    status: 409,
    message:
      'A moderator has just reviewed this comment. You can report it again after an edit, or in a day.',
  },
  'report-not-found': { status: 404, message: 'You have no open report on this comment.' },
  'note-needed': { status: 422, message: 'Say in a few words what is wrong.' },

  // moderation
  'comment-not-shown': {
    status: 422,
    message: 'There is no public comment at this address. It may have been removed already.',
  },
  'case-not-found': { status: 404, message: 'There is no such case.' },
  'case-changed': {
    status: 409,
    message:
      'This case was changed in the meantime. The current state is shown; decide again if you still want to.',
  },
  'own-case': { status: 403, message: 'This is about your own comment. Another moderator has to decide it.' },
  'not-possible-now': { status: 409, message: 'This can’t be done to the comment in its current state.' },
  'too-late-to-undo': {
    status: 403,
    message: 'You can undo a decision for ten seconds. You can still make a different one.',
  },
  'reason-needed': { status: 422, message: 'Choose a reason. It appears in the public log.' },
  'not-your-equal': {
    status: 403,
    message: 'You can’t restrict moderators or admins. Change their role first.',
  },
  'appeal-not-possible': { status: 403, message: 'You can’t appeal this decision.' },
  'appeal-too-late': { status: 403, message: 'You can appeal within 14 days, and they are over.' },
  'appealed-already': {
    status: 409,
    message: 'You have already appealed this decision. You can only do that once.',
  },
  'own-decision': {
    status: 403,
    message: 'You made this decision, so another moderator has to decide the appeal.',
  },
  'own-role': {
    status: 403,
    message:
      'You can’t change your own role, so that the site never loses its last admin. Ask another admin.',
  },
  'last-admin': {
    status: 409,
    message: 'This is the last admin who can act. Make someone else an admin first.',
  },
  'word-listed': { status: 409, message: 'This word is already on the list. Remove it first to change it.' },
  'words-full': {
    status: 422,
    message: 'The list has 1,000 words, and more would slow down every comment. Remove some first.',
  },
  'rules-changed': {
    status: 409,
    message: 'Another admin has changed the rules since you opened this page. Look at them and try again.',
  },
  'rule-not-found': { status: 404, message: 'There is no rule with this anchor.' },
  'rule-anchor-taken': { status: 409, message: 'This anchor is taken. Choose another one.' },
  'rules-full': {
    status: 422,
    message: 'There are thirty rules, and readers won’t read more. Remove one first.',
  },

  // verdicts
  'verdict-not-found': { status: 404, message: 'There is no verdict at this address.' },
  'paragraph-not-found': {
    status: 404,
    message: 'The verdict doesn’t have this paragraph any more. Comments on it are in the discussion.',
  },
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
    message:
      'There is a newer version of this verdict than the one you edited. Compare the two and edit again.',
  },
  'verdict-exists': {
    status: 409,
    message: 'Another verdict has this source and title. Edit that one, or change the title.',
  },
  'version-not-found': { status: 404, message: 'This verdict has no such version.' },
  'import-incomplete': { status: 422, message: 'Some files couldn’t be imported.' },
  'file-unreadable': { status: 422, message: 'This file can’t be read.' },
  'verdict-unreadable': {
    status: 422,
    message: 'This text can’t be read as a verdict. Send the page as a browser copies it.',
  },
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
    message: 'A draft can have 10,000 corrected lines. Delete lines from the source text instead.',
  },
  'note-missing': { status: 422, message: 'Describe in a sentence what changed and why. Readers see it.' },
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
    message: 'Every item of this issue is left out or no longer public. Put something back first.',
  },
  'nothing-to-send': { status: 409, message: 'Nothing worth sending has happened since the previous issue.' },
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
      'This confirmation link no longer works. It is older than seven days, a newer one was sent, or the subscription has ended. Enter your address again to get a new link.',
  },
  'signature-invalid': {
    status: 403,
    message:
      'The signature of this webhook is missing, wrong or older than five minutes. Sign the body as Standard Webhooks describes, with the key in REPORT_WEBHOOK_KEY.',
  },
  'unsubscribe-link-void': {
    status: 404,
    message:
      'This unsubscribe link is incomplete or was changed. Open it again from the email; the whole address is needed.',
  },
} satisfies Record<string, { status: number; message: string }>;

/** Of `claim-not-found` and `anchor-not-found`, if the current version isn’t the one that the reader saw. */
export const VERDICT_EDITED = 'The verdict has been edited. Reload the page to see it.';

export type RefusalCode = keyof typeof REFUSALS;
