import type { Phase } from './screening.ts';

/** Milliseconds. Pasting one text under many comments is what spam and anger have in common. */
export const REPEAT_WINDOW = 10 * 60 * 1000;

export const repeated: Phase = ({ repeats, edits }) =>
  repeats && !edits ? { act: 'refuse', code: 'said-already', field: 'body' } : null;
