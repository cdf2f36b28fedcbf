/** Unique violation. */
export const TAKEN = '23505';

export const LAST_ADMIN = '23A01';

/** Excludes codes of Node (EPIPE) and Prisma (P2002). */
const STATE = /^(\d{2}|F0|HV|P0|XX)[0-9A-Z]{3}$/;

interface DatabaseError {
  code?: unknown;
  meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } };
}

/** The SQLSTATE of an error of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html), or null. */
export function sqlStateOf(fault: unknown): string | null {
  if (typeof fault !== 'object' || fault === null) return null;
  const { code, meta } = fault as DatabaseError;
  const state = meta?.driverAdapterError?.cause?.originalCode ?? code;
  return typeof state === 'string' && STATE.test(state) ? state : null;
}
