import { Refusal } from '#lib/refusal.ts';

export type Role = 'reader' | 'moderator' | 'admin';

/** Someone signed in: what the rules need to know of them, and no more. */
export interface Actor {
  id: string;
  username: string;
  role: Role;
  /** Signed up by approval and not approved yet: may read and sign in, no more. */
  waiting?: true;
}

/** Somebody signed in whose account is being deleted: they can restore it, and nothing else. */
export interface PendingErasure {
  id: string;
  username: string;
  role: Role;
  eraseAt: Date;
}

/** What stands in the place of a name once an account is erased. */
export const DELETED_ACCOUNT = 'deleted account';

/** A program known by its API token. It publishes verdicts; it is nobody who could vote or comment. */
export interface Program {
  name: string;
}

export function requireSignedIn(actor: Actor | null): Actor {
  if (!actor) throw new Refusal('sign-in-first');
  return actor;
}

/** Someone signed in who may write. @throws Refusal `sign-in-first`, `awaiting-approval` */
export function requireApproved(actor: Actor | null): Actor {
  if (requireSignedIn(actor).waiting) throw new Refusal('awaiting-approval');
  return requireSignedIn(actor);
}

export function isModerator(actor: Actor | null): boolean {
  return actor?.role === 'moderator' || actor?.role === 'admin';
}

/** A moderator or admin, or a refusal that gives nothing away. */
export function requireModerator(actor: Actor | null): Actor {
  if (!isModerator(requireSignedIn(actor))) throw new Refusal('forbidden');
  return requireSignedIn(actor);
}

/** An admin, or a refusal that gives nothing away: strangers learn only that they are strangers. */
export function requireAdmin(actor: Actor | null): Actor {
  if (requireSignedIn(actor).role !== 'admin') throw new Refusal('forbidden');
  return requireSignedIn(actor);
}

/** Who runs the site: an admin, or a program with a token. */
export type Operator = Actor | Program;

/** The command line is a program too: anyone who can run it has access to the database. */
export const COMMAND_LINE: Program = { name: 'the command line' };

/** The operator behind a request. @throws Refusal `sign-in-first`, `forbidden` */
export function requireOperator({
  actor,
  program,
}: {
  actor: Actor | null;
  program: Program | null;
}): Operator {
  return program ?? requireAdmin(actor);
}

/** An admin's id; null for a program. @throws Refusal `forbidden` for any other account */
export function operatorId(by: Operator): string | null {
  return 'id' in by ? requireAdmin(by).id : null;
}
