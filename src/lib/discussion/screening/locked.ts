import type { Phase } from './screening.ts';

/** A locked thread or branch takes no new comments; existing ones can still be edited. */
export const locked: Phase = ({ locked: closed, edits }) =>
  closed && !edits ? { act: 'refuse', code: 'thread-locked' } : null;
