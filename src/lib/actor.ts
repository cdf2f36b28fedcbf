import { Refusal } from '#lib/refusal.ts';

export type Role = 'reader' | 'moderator' | 'admin';

/** A signed-in account, as the rules need it. */
export interface Actor {
  id: string;
  username: string;
  role: Role;
  /** Signed up by approval and not approved yet: can only read. */
  waiting?: true;
  /** Restricted from everything when the request began. For display: use cases look up what a restriction blocks. */
  barred?: true;
}

/** A signed-in account that is about to be erased. It can only be restored. */
export interface PendingErasure {
  id: string;
  username: string;
  role: Role;
  eraseAt: Date;
}

/** Shown instead of the name of an erased account. */
export const DELETED_ACCOUNT = 'deleted account';

/** A program with an API token. It publishes verdicts, and can't vote or comment. */
export interface Program {
  name: string;
}

export function requireSignedIn(actor: Actor | null): Actor {
  if (!actor) throw new Refusal('sign-in-first');
  return actor;
}

/** @throws Refusal `sign-in-first`, `awaiting-approval` */
export function requireApproved(actor: Actor | null): Actor {
  if (requireSignedIn(actor).waiting) throw new Refusal('awaiting-approval');
  return requireSignedIn(actor);
}

/** Whether pages show this account how to report a comment. */
export function seesReporting(actor: Actor | null): boolean {
  return actor !== null && !actor.waiting && !actor.barred;
}

export function isModerator(actor: Actor | null): boolean {
  return actor?.role === 'moderator' || actor?.role === 'admin';
}

/** @throws Refusal `sign-in-first`, `forbidden` */
export function requireModerator(actor: Actor | null): Actor {
  if (!isModerator(requireSignedIn(actor))) throw new Refusal('forbidden');
  return requireSignedIn(actor);
}

/** @throws Refusal `sign-in-first`, `forbidden` */
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
