import type { Phase } from './screening.ts';

/** Milliseconds. Both spam and anger paste one text under many comments. */
export const REPEAT_WINDOW = 10 * 60 * 1000;

export const repeated: Phase = ({ repeats, edits }) =>
  repeats && !edits ? { act: 'refuse', code: 'said-already', field: 'body' } : null;
