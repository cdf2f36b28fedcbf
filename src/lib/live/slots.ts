/** What the guard knows of one live connection. All times are milliseconds on one monotonic clock. */
export interface ConnectionState {
  openedAt: number;
  /** When the client last sent a packet or had a poll open. */
  heardAt: number;
  /** Whether it polls over HTTP; otherwise it is a websocket. */
  polling: boolean;
  /** Since when no socket.io socket uses it; null while one does or is being admitted. */
  unusedSince: number | null;
  /** Whether it would receive messages: it is signed in or has entered a room. */
  listening: boolean;
  /** Bytes that wait for the client. */
  unread: number;
}

export type EndReason = 'slow' | 'abandoned' | 'unused';

/**
 * Bytes that may wait for one client. A storm of fifty comments a second makes this many in about ten seconds. A client
 * further behind is disconnected; it reconnects and asks what changed, which is less than everything it missed.
 */
export const MAX_UNREAD = 1_000_000;

/**
 * A polling client opens its next poll as soon as one is answered, so a session without a poll for this long has been
 * left. With the guard's look every second it ends within 10 s, and a slow phone still has several round trips. If the
 * client is alive after all, its next poll is answered 400 and it reconnects.
 */
export const POLL_WITHIN = 7_000;

/** A client joins the namespace right after the handshake. Without that it receives nothing, so it isn't a reader. */
export const JOIN_WITHIN = 7_000;

/** The server pings every 25 s; a client that hasn't answered 10 s later has probably lost its network. */
export const SILENT_AFTER = 35_000;

/** A new connection that listens to nothing keeps its slot for this long: joining and watching take two round trips. */
export const LISTEN_WITHIN = 5_000;

/** Why a connection must end now, or null. */
export function whyEnd(
  { heardAt, polling, unusedSince, unread }: ConnectionState,
  now: number,
): EndReason | null {
  if (unread > MAX_UNREAD) return 'slow';
  if (polling && now - heardAt > POLL_WITHIN) return 'abandoned';
  return unusedSince !== null && now - unusedSince > JOIN_WITHIN ? 'unused' : null;
}

/**
 * Which connection of a full address makes room for a new one, or null: then the new one is refused. First the one
 * that has been silent longest, then the oldest that listens to nothing. Readers behind one address share its slots, so
 * a connection that listens and answers pings is never replaced, however many others arrive.
 */
export function toReplace<T extends ConnectionState>(connections: Iterable<T>, now: number): T | null {
  let silent: T | null = null;
  let idle: T | null = null;
  for (const each of connections) {
    if (now - each.heardAt > SILENT_AFTER) {
      if (!silent || each.heardAt < silent.heardAt) silent = each;
    } else if (!each.listening && now - each.openedAt > LISTEN_WITHIN) {
      if (!idle || each.openedAt < idle.openedAt) idle = each;
    }
  }
  return silent ?? idle;
}
