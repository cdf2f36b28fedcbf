import type { Actor } from '#lib/actor.ts';
import { sessionsOfUser } from '../session.store.server.ts';

/** More than any person has devices. A program that signs in for each request has thousands; they expire. */
const SHOWN = 100;

/** A session as its owner sees it. `id` only names it: it opens nothing. */
export interface SessionView {
  id: string;
  /** The session that asks. */
  current: boolean;
  /** ISO 8601, UTC; so is `lastSeenAt`, which may be ten minutes behind. */
  createdAt: string;
  lastSeenAt: string;
  device: string;
}

/** The actor's open sessions: the one that asks first, then those seen last. `sessionId` is the hashed id. */
export async function listSessions(
  { id }: Actor,
  { sessionId, now }: { sessionId: string | null; now: Date },
): Promise<{ items: SessionView[] }> {
  const rows = await sessionsOfUser(id, { now, take: SHOWN });
  const items = rows.map((row) => ({
    id: row.publicId,
    current: row.id === sessionId,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    device: row.device,
  }));
  return { items: items.sort((a, b) => Number(b.current) - Number(a.current)) };
}
