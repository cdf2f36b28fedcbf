import { rolesOfSessions } from '#lib/accounts/session.server.ts';
import { log } from '#lib/log.server.ts';
import { liveServer } from './io.server.ts';
import { MODERATORS } from './rooms.ts';

/**
 * Disconnects the sockets of ended sessions and lost roles. Most are disconnected at once; this finds expired sessions,
 * sockets that were just being admitted, and what was missed while the database was away.
 */
export async function recheckSessions(): Promise<void> {
  const sockets = [...(liveServer()?.of('/').sockets.values() ?? [])].filter(({ data }) => data.session);
  if (sockets.length === 0) return;
  try {
    const roles = await rolesOfSessions([...new Set(sockets.map(({ data }) => data.session!))]);
    for (const socket of sockets) {
      const role = roles.get(socket.data.session!);
      if (!role || (role === 'reader' && socket.rooms.has(MODERATORS))) socket.disconnect(true);
    }
  } catch (error) {
    // A role that can't be verified doesn't count; moderators reconnect when the database is back.
    log.warn({ err: error }, 'moderators are disconnected: their roles could not be read');
    liveServer()?.local.in(MODERATORS).disconnectSockets(true);
  }
}
