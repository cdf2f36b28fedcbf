import { log } from '#lib/log.server.ts';
import { writeLastSeen } from '../session.store.server.ts';

/** Milliseconds by which "last seen" may be behind, so that a session in use costs one write in that time. */
export const SEEN_EVERY = 10 * 60_000;

/** Milliseconds in which the sessions seen are collected for one statement. */
const GATHER = 5_000;

const seen = new Set<string>();
let timer: NodeJS.Timeout | undefined;

/** Notes that a session is in use; written later, so no request waits for it. `id` is the hashed id. */
export function recordLastSeen(id: string, lastSeenAt: Date, now: Date): void {
  if (now.getTime() - lastSeenAt.getTime() < SEEN_EVERY) return;
  seen.add(id);
  timer ??= setTimeout(() => void flushLastSeen(new Date()), GATHER).unref();
}

/** Writes what was noted. After a failure the next request of each session notes it again. */
export async function flushLastSeen(now: Date): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const ids = [...seen];
  seen.clear();
  if (ids.length === 0) return;
  const before = new Date(now.getTime() - SEEN_EVERY);
  await writeLastSeen(ids, { now, before }).catch((err: unknown) =>
    log.warn({ err }, 'when sessions were last seen was not written'),
  );
}
