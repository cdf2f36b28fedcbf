import { liveServer } from './io.server.ts';
import { accountRoom } from './rooms.ts';

/** Which of these accounts have a page open now, on any process. */
export async function accountsWithOpenPages(ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const sockets = (await liveServer()?.in(ids.map(accountRoom)).fetchSockets()) ?? [];
  return new Set(ids.filter((id) => sockets.some(({ rooms }) => rooms.has(accountRoom(id)))));
}
