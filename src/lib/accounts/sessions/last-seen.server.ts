import { log } from '#lib/log.server.ts';
import { writeLastSeen } from '../session.store.server.ts';

/** Milliseconds by which "last seen" may be behind: an active session costs one write in that time. */
export const LAST_SEEN_INTERVAL = 10 * 60_000;

/** Milliseconds in which sessions are collected for one statement. */
const BATCH_WINDOW = 5_000;

const seen = new Set<string>();
let timer: NodeJS.Timeout | undefined;

/** Records that a session is in use. It is written later, so no request waits for it. `id` is the hashed id. */
export function recordLastSeen(id: string, lastSeenAt: Date, now: Date): void {
  if (now.getTime() - lastSeenAt.getTime() < LAST_SEEN_INTERVAL) return;
  seen.add(id);
  timer ??= setTimeout(() => void flushLastSeen(new Date()), BATCH_WINDOW).unref();
}

/** Writes what was recorded. After a failure, each session's next request records it again. */
export async function flushLastSeen(now: Date): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const ids = [...seen];
  seen.clear();
  if (ids.length === 0) return;
  const before = new Date(now.getTime() - LAST_SEEN_INTERVAL);
  await writeLastSeen(ids, { now, before }).catch((err: unknown) =>
    log.warn({ err }, 'the last use of sessions was not written'),
  );
}
