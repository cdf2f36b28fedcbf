import { heldBack } from '#lib/standing/restriction.ts';
import type { Phase } from './screening.ts';

export const restricted: Phase = ({ restrictions, now }) => {
  const held = heldBack(restrictions, 'comment', now);
  return held && { act: 'refuse', code: held.code, message: held.message };
};
