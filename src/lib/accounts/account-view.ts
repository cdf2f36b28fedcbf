import type { PendingErasure, Role } from '#lib/actor.ts';

/** An account as its owner and the API see it. */
export interface AccountView {
  id: string;
  username: string;
  role: Role;
  /** Waiting for an admin's approval. */
  waiting?: true;
  /** ISO 8601, UTC: the owner deleted it and can restore it until then. */
  erasedAt?: string;
}

/** The public view of an account. */
export interface PersonView {
  id: string;
  username: string;
  role: Role;
  /** As its owner wrote it. Hidden while the account is restricted (discussion/people/shown-bio.ts). */
  bio: string | null;
  /** ISO 8601, UTC. */
  joinedAt: string;
  /** The owner deleted it, and it will be erased. */
  leaving?: true;
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
  eraseAt,
}: User & { waitingSince: Date | null; eraseAt: Date | null }): AccountView {
  return {
    id,
    username,
    role,
    ...(waitingSince ? { waiting: true } : {}),
    ...(eraseAt ? { erasedAt: eraseAt.toISOString() } : {}),
  };
}

export function pendingErasureView({ id, username, role, eraseAt }: PendingErasure): AccountView {
  return { id, username, role, erasedAt: eraseAt.toISOString() };
}

export function personView({
  id,
  username,
  role,
  bio,
  createdAt,
  eraseAt,
}: User & { bio: string | null; createdAt: Date; eraseAt: Date | null }): PersonView {
  const leaving = eraseAt ? { leaving: true as const } : {};
  return { id, username, role, bio, joinedAt: createdAt.toISOString(), ...leaving };
}
