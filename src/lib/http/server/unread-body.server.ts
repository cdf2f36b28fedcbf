// A response may be complete before its request is: 401, 404 and 413 are decided by the headers. The rest of the body
// must leave the connection before the next request on it can be read.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface DrainLimits {
  drainBytes: number;
  drainFor: number;
}

/** Reads and drops what is left of the body once the response is sent, for a while; then ends the connection. */
export function drainUnreadBody(
  request: IncomingMessage,
  response: ServerResponse,
  { drainFor }: DrainLimits,
): void {
  if (!hasBody(request)) return;
  const { socket } = request;
  response.once('finish', () => {
    if (request.complete || socket.destroyed) return;
    const late = setTimeout(() => socket.destroy(), drainFor);
    request.once('close', () => clearTimeout(late));
    request.once('end', () => clearTimeout(late));
    // The reader has answered without the rest and may have stopped in the middle.
    request.removeAllListeners('data');
    request.resume();
  });
}

/** Whether the connection has to end with this response: more of the body may follow than is worth reading. */
export function mustClose(request: IncomingMessage, { drainBytes }: DrainLimits): boolean {
  if (request.complete || !hasBody(request)) return false;
  // The length of a chunked body is unknown.
  return Number(request.headers['content-length'] ?? Infinity) > drainBytes;
}

/**
 * Closes our side after the response and goes on reading for a moment. Closing both sides at once makes the kernel
 * send a reset for the bytes that are still arriving, and a reset can overtake the response.
 */
export function closeAfterAnswer(socket: Socket, { drainFor }: DrainLimits): void {
  // Node calls this after the last response of a connection.
  socket.destroySoon = () => {
    socket.end();
    const late = setTimeout(() => socket.destroy(), drainFor);
    socket.once('close', () => clearTimeout(late));
  };
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
