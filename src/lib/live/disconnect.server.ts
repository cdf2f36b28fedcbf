import { liveServer } from './io.server.ts';
import { accountRoom, sessionRoom } from './rooms.ts';

/** Ends the sockets of a session on all processes. They reconnect with the rights they have then. */
export function disconnectSession(sessionId: string): void {
  liveServer()?.in(sessionRoom(sessionId)).disconnectSockets(true);
}

export function disconnectAccount(userId: string): void {
  liveServer()?.in(accountRoom(userId)).disconnectSockets(true);
}

/** On this process only, for a change that every process receives from the database. */
export function disconnectAccountHere(userId: string): void {
  liveServer()?.local.in(accountRoom(userId)).disconnectSockets(true);
}
