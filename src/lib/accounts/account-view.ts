import type { Role } from '#lib/actor.ts';

/** An account as its owner and the API see it. */
export interface AccountView {
  id: string;
  username: string;
  role: Role;
  /** An admin has not approved it yet. */
  waiting?: true;
}

/** A person as everybody sees them. */
export interface PersonView {
  id: string;
  username: string;
  role: Role;
  /** ISO 8601, UTC. */
  joinedAt: string;
}

interface User {
  id: string;
  username: string;
  role: Role;
}

export function accountView({
  id,
  username,
  role,
  waitingSince,
}: User & { waitingSince: Date | null }): AccountView {
  return { id, username, role, ...(waitingSince ? { waiting: true } : {}) };
}

export function personView({ id, username, role, createdAt }: User & { createdAt: Date }): PersonView {
  return { id, username, role, joinedAt: createdAt.toISOString() };
}
