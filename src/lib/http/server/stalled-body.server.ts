import type { IncomingMessage } from 'node:http';
import { hasBody } from './unread-body.server.ts';

/** A stall is noticed within this part of its limit. */
const LOOKS = 6;

/** Ends the connection when the body of `request` stops arriving for `limit` milliseconds. */
export function endStalledBody(request: IncomingMessage, limit: number): void {
  if (!hasBody(request)) return;
  const { socket } = request;
  let seen = socket.bytesRead;
  let last = performance.now();
  const looking = setInterval(() => {
    if (request.complete || socket.destroyed) return clearInterval(looking);
    const now = performance.now();
    if (socket.bytesRead !== seen) [seen, last] = [socket.bytesRead, now];
    else if (now - last >= limit) socket.destroy();
  }, limit / LOOKS);
  looking.unref();
}
