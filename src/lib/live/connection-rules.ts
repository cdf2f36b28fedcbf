/** Times are milliseconds on a monotonic clock. */
export interface ConnectionState {
  openedAt: number;
  /** When the client last sent a packet or had a poll open. */
  activeAt: number;
  /** Whether it polls over HTTP, or else is a websocket. */
  polling: boolean;
  /** Since when no socket uses it; null while one does or is being admitted. */
  unusedSince: number | null;
  /** Whether it receives messages: it is signed in or has joined a room. */
  subscribed: boolean;
  /** Bytes sent that the client hasn't taken. */
  unread: number;
}

export type DisconnectReason = 'slow' | 'abandoned' | 'unused';

// Unread bytes of one client. A storm of fifty comments a second makes this many in about ten seconds. A client
// further behind is disconnected; it reconnects and fetches the changes, which is less than everything it missed.
export const MAX_UNREAD = 1_000_000;

// A live client polls right after a response. With a check every second an abandoned session ends within 10 s, and a slow
// phone has several round trips. A client that ends wrongly gets 400 at its next poll, and reconnects.
export const POLL_WITHIN = 7_000;

/** A client joins the namespace right after the handshake. Without that it receives nothing. */
export const JOIN_WITHIN = 7_000;

/** The server pings every 25 s; a client that hasn't answered 10 s later has probably lost its network. */
export const SILENT_AFTER = 35_000;

/** A new connection without a subscription keeps its slot for this long: joining and watching take two round trips. */
export const SUBSCRIBE_WITHIN = 5_000;

export function whyEnd(
  { activeAt, polling, unusedSince, unread }: ConnectionState,
  now: number,
): DisconnectReason | null {
  if (unread > MAX_UNREAD) return 'slow';
  if (polling && now - activeAt > POLL_WITHIN) return 'abandoned';
  return unusedSince !== null && now - unusedSince > JOIN_WITHIN ? 'unused' : null;
}

/**
 * The longest silent connection, or else the oldest without a subscription, or null. Readers behind one address share its
 * slots, so a subscribed connection that answers pings is never replaced.
 */
export function toReplace<T extends ConnectionState>(connections: Iterable<T>, now: number): T | null {
  let silent: T | null = null;
  let idle: T | null = null;
  for (const each of connections) {
    if (now - each.activeAt > SILENT_AFTER) {
      if (!silent || each.activeAt < silent.activeAt) silent = each;
    } else if (!each.subscribed && now - each.openedAt > SUBSCRIBE_WITHIN) {
      if (!idle || each.openedAt < idle.openedAt) idle = each;
    }
  }
  return silent ?? idle;
}
