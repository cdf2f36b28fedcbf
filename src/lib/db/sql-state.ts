/** A unique key was there already. */
export const TAKEN = '23505';

/** The trigger `keep_an_admin` refused to leave the site without an admin. */
export const LAST_ADMIN = '23A01';

/** Its class first: so no code of Node's (EPIPE) or Prisma's (P2002) is taken for one. */
const STATE = /^(\d{2}|F0|HV|P0|XX)[0-9A-Z]{3}$/;

interface Told {
  /** By pg. */
  code?: unknown;
  /** By Prisma, whose own code stands above. */
  meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } };
}

/** PostgreSQL's code of an error (SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html); null: not its. */
export function sqlStateOf(fault: unknown): string | null {
  if (typeof fault !== 'object' || fault === null) return null;
  const { code, meta } = fault as Told;
  const state = meta?.driverAdapterError?.cause?.originalCode ?? code;
  return typeof state === 'string' && STATE.test(state) ? state : null;
}
