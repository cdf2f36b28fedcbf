import type { Phase } from './screening.ts';

export const locked: Phase = ({ locked: closed, edits }) =>
  closed && !edits ? { act: 'refuse', code: 'thread-locked' } : null;
