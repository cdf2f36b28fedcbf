/**
 * Unread notices are counted up to here; the number stands for any from there. It is read with every page view and every
 * reply, which a full inbox must not slow down.
 */
export const COUNTED_UNREAD = 1000;

export function unreadText(unread: number): string {
  if (unread === 0) return 'All read';
  return unread < COUNTED_UNREAD ? `${unread} unread` : `${COUNTED_UNREAD} or more unread`;
}
