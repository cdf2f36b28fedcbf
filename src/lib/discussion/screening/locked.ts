import type { Phase } from './screening.ts';

/** A locked place takes nothing new; what stands there may still be mended. */
export const locked: Phase = ({ locked: closed, edits }) =>
  closed && !edits ? { act: 'refuse', code: 'thread-locked' } : null;
