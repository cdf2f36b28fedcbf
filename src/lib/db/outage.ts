/** Whether the database is unavailable for now, which is a refusal ("try again shortly") and not a bug. */
export function isOutage(error: unknown): boolean {
  return causes(error).some(
    ({ code, originalCode, kind, message }) =>
      (typeof code === 'string' && (CODES.has(code) || SQLSTATES.test(code))) ||
      (typeof originalCode === 'string' && SQLSTATES.test(originalCode)) ||
      (typeof kind === 'string' && KINDS.has(kind)) ||
      (typeof message === 'string' && MESSAGES.test(message)),
  );
}

// Network errors, and Prisma's: unreachable, timed out, closed by the server, too many connections, no transaction in
// time.
const CODES = new Set(
  'ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH ENOTFOUND EAI_AGAIN P1001 P1002 P1008 P1017 P2024 P2028 P2037'.split(
    ' ',
  ),
);
// PostgreSQL's classes and codes: connection (08), insufficient resources (53), read-only after a failover (25006),
// server shutting down or starting up (57P0x), I/O error (58030).
const SQLSTATES = /^(08...|53...|25006|57P0[1-5]|58030)$/;
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

/** The error and its causes. A host with several addresses fails with one error for each (`errors`). */
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
