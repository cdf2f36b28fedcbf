/** Room names, so that nobody builds one by hand. */
export const FRONT = 'front';

/** Entered by the sockets of moderators and admins, as their session says they are one. */
export const MODERATORS = 'moderators';

export const verdictRoom = (slug: string): string => `verdict:${slug}`;

/** Those of a verdict's watchers who take large news packed (pack.server.ts); they are in the verdict's room too. */
export const packedRoom = (slug: string): string => `packed:${slug}`;

/** Every socket of one account: closed when a right is lost. */
export const accountRoom = (userId: string): string => `account:${userId}`;

export const sessionRoom = (sessionId: string): string => `session:${sessionId}`;
