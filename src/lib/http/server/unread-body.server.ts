// A response may be complete before its request: 401, 404 and 413 depend on the headers only. The rest of the body must
// be read before the next request on the connection.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface DrainLimits {
  drainBytes: number;
  drainFor: number;
}

/** After the response, reads and drops the rest of the body for a while; then closes the connection. */
export function drainUnreadBody(
  request: IncomingMessage,
  response: ServerResponse,
  { drainFor }: DrainLimits,
): void {
  if (!hasBody(request)) return;
  const { socket } = request;
  response.once('finish', () => {
    if (request.complete || socket.destroyed) return;
    const timeout = setTimeout(() => socket.destroy(), drainFor);
    request.once('close', () => clearTimeout(timeout));
    request.once('end', () => clearTimeout(timeout));
    // The handler may have stopped in the middle of the body.
    request.removeAllListeners('data');
    request.resume();
  });
}

/** Whether the connection must close after this response, because the rest of the body is too large to read. */
export function mustClose(request: IncomingMessage, { drainBytes }: DrainLimits): boolean {
  if (request.complete || !hasBody(request)) return false;
  // The length of a chunked body is unknown.
  return Number(request.headers['content-length'] ?? Infinity) > drainBytes;
}

// Closing both sides at once makes the kernel send a reset for bytes that still arrive, which can overtake the response.
export function closeAfterAnswer(socket: Socket, { drainFor }: DrainLimits): void {
  // Node calls this after the last response of a connection.
  socket.destroySoon = () => {
    socket.end();
    const timeout = setTimeout(() => socket.destroy(), drainFor);
    socket.once('close', () => clearTimeout(timeout));
  };
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
