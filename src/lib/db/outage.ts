/**
 * Whether an error says that the database can't be used now: not reached, ending, full or out of connections. All of
 * them pass without anybody mending the program, so they are refusals ("come back shortly") and not bugs.
 */
export function isOutage(error: unknown): boolean {
  return causes(error).some(
    ({ code, originalCode, kind, message }) =>
      (typeof code === 'string' && (CODES.has(code) || SQLSTATES.test(code))) ||
      (typeof originalCode === 'string' && SQLSTATES.test(originalCode)) ||
      (typeof kind === 'string' && KINDS.has(kind)) ||
      (typeof message === 'string' && MESSAGES.test(message)),
  );
}

// Of the network, and Prisma's own: not reached, timed out, closed by the server, too many connections, no
// transaction begun in time.
const CODES = new Set(
  'ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH ENOTFOUND EAI_AGAIN P1001 P1002 P1008 P1017 P2024 P2028 P2037'.split(
    ' ',
  ),
);
// PostgreSQL's classes and codes: connection (08), out of something, such as disk or connections (53), read-only after
// a switch to another server (25006), the server is shutting down or starting up (57P0x), i/o (58030).
const SQLSTATES = /^(08...|53...|25006|57P0[1-5]|58030)$/;
// How Prisma's adapter names the same.
const KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
// pg has no code for these.
const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

interface Cause {
  code?: unknown;
  originalCode?: unknown;
  kind?: unknown;
  message?: unknown;
  cause?: unknown;
  errors?: unknown;
  meta?: { driverAdapterError?: unknown } | undefined;
}

/** The error and what it says it came of; an address of several hosts fails with one error for each (`errors`). */
function causes(error: unknown, depth = 0): Cause[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const one = error as Cause;
  const below = [
    one.cause,
    one.meta?.driverAdapterError,
    ...(Array.isArray(one.errors) ? (one.errors as unknown[]) : []),
  ];
  return [one, ...below.flatMap((cause) => causes(cause, depth + 1))];
}
