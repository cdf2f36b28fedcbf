import type { Phase } from './screening.ts';

/** Until one of its comments stands, a new account's wait for a moderator: an admin's setting. */
export const firstComment: Phase = ({ firstCommentHeld, level, stood, edits }) =>
  firstCommentHeld && level === 0 && stood === 0 && !edits ? { act: 'hold', reason: 'first_comment' } : null;
