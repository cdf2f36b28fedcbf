import type { CommentView, Mine } from '#lib/live/events.ts';

/**
 * What the viewer may do with a comment that came over the wire, where nothing personal travels. The server checks
 * again; this only decides which buttons stand there.
 */
export function mineOnArrival(
  { author, status }: Pick<CommentView, 'author' | 'status'>,
  viewer: { username: string } | null,
  before?: Mine,
): { mine?: Mine } {
  if (!viewer) return {};
  const own = before?.own ?? author?.username === viewer.username;
  const standing = status === 'visible';
  return {
    mine: {
      own,
      helpful: before?.helpful ?? null,
      countsAt: before?.countsAt,
      canEdit: own && standing && (before?.canEdit ?? true),
      canWithdraw: own && standing,
      canRate: !own && standing,
    },
  };
}
