import type { IncomingMessage } from 'node:http';
import { hasBody } from './unread-body.server.ts';

const CHECKS = 6;

/** Ends the connection when the body of `request` stops arriving for `limit` milliseconds. */
export function endStalledBody(request: IncomingMessage, limit: number): void {
  if (!hasBody(request)) return;
  const { socket } = request;
  let seen = socket.bytesRead;
  let last = performance.now();
  const timer = setInterval(() => {
    if (request.complete || socket.destroyed) return clearInterval(timer);
    const now = performance.now();
    if (socket.bytesRead !== seen) [seen, last] = [socket.bytesRead, now];
    else if (now - last >= limit) socket.destroy();
  }, limit / CHECKS);
  timer.unref();
}
