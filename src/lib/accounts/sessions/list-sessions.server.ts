import type { Actor } from '#lib/actor.ts';
import { sessionsOfUser } from '../session.store.server.ts';

/** More than anyone's devices. A program that signs in for each request has thousands of sessions, which expire. */
const LIMIT = 100;

/** A session as its owner sees it. `id` is not a credential. */
export interface SessionView {
  id: string;
  /** The session of the request. */
  current: boolean;
  /** ISO 8601, UTC. */
  createdAt: string;
  /** ISO 8601, UTC; up to ten minutes behind. */
  lastSeenAt: string;
  device: string;
}

/** The actor's open sessions: the current one first, then the most recently seen. `sessionId` is the hashed id. */
export async function listSessions(
  { id }: Actor,
  { sessionId, now }: { sessionId: string | null; now: Date },
): Promise<{ items: SessionView[] }> {
  const rows = await sessionsOfUser(id, { now, take: LIMIT });
  const items = rows.map((row) => ({
    id: row.publicId,
    current: row.id === sessionId,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    device: row.device,
  }));
  return { items: items.sort((a, b) => Number(b.current) - Number(a.current)) };
}
