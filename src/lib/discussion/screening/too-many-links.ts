import type { TrustLevel } from '#lib/standing/trust.ts';
import type { Phase } from './screening.ts';

/** Links in one comment. One is a source; a new account that posts several is usually selling something. */
const MAX_LINKS: Record<TrustLevel, number> = { 0: 1, 1: 5, 2: 20, 3: Infinity };

export const tooManyLinks: Phase = ({ level, links }) => {
  const most = MAX_LINKS[level];
  if (links <= most) return null;
  const may = most === 1 ? 'one link' : `${most} links`;
  return {
    act: 'refuse',
    code: 'too-many-links',
    message: `Your account can post ${may} in a comment, and this has ${links}. Remove some. You can post more links as your account gains trust.`,
    field: 'body',
  };
};

export function countLinks(html: string): number {
  return html.split('<a href=').length - 1;
}
