import type { Phase } from './screening.ts';

/** An admin's setting: a new account's comments are held until one of them is visible. */
export const firstComment: Phase = ({ firstCommentHeld, level, visibleComments, edits }) =>
  firstCommentHeld && level === 0 && visibleComments === 0 && !edits
    ? { act: 'hold', reason: 'first_comment' }
    : null;
