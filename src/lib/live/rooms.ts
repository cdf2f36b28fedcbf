export const FRONT = 'front';

/** For sockets of moderators and admins, according to their session. */
export const MODERATORS = 'moderators';

export const verdictRoom = (slug: string): string => `verdict:${slug}`;

/** The watchers of a verdict who accept packed messages (pack.server.ts); they are in the verdict's room too. */
export const packedRoom = (slug: string): string => `packed:${slug}`;

export const accountRoom = (userId: string): string => `account:${userId}`;

export const sessionRoom = (sessionId: string): string => `session:${sessionId}`;
