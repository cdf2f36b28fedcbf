import type { Phase } from './screening.ts';

export const dayFull: Phase = ({ level, dayFullUntil, edits, now }) => {
  if (level > 0 || edits || dayFullUntil === null) return null;
  const retryAfter = Math.max(1, Math.ceil((dayFullUntil.getTime() - now.getTime()) / 1000));
  const hours = Math.ceil(retryAfter / 3600);
  const when = hours === 1 ? 'within the hour' : `in ${hours} hours`;
  return {
    act: 'refuse',
    code: 'rate-limited',
    message: `New accounts can post only a few comments a day, and you have reached the limit. Your text is saved; post it ${when}.`,
    retryAfter,
  };
};
