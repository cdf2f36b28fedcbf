import { db, type Tx } from '#lib/db/client.server.ts';
import type { EmailState } from './email-state.ts';
import { named } from '../user.store.server.ts';

export interface Recipient {
  id: string;
  username: string;
  email: string;
}

export async function readEmail(userId: string, now: Date): Promise<EmailState> {
  const [row] = await db().$queryRaw<EmailState[]>`
    SELECT u.email, u.email_confirmed_at IS NOT NULL AS "emailConfirmed",
      CASE WHEN u.email_confirmed_at IS NOT NULL THEN c.address END AS "pendingEmail"
    FROM users u LEFT JOIN email_confirmations c ON c.user_id = u.id AND c.expires_at > ${now}
    WHERE u.id = ${userId}::uuid`;
  return row ?? { email: null, emailConfirmed: false, pendingEmail: null };
}

/** The account that has confirmed this address, ignoring case. */
export async function userByConfirmedEmail(address: string, tx: Tx): Promise<Recipient | null> {
  const [user] = await tx.$queryRaw<Recipient[]>`
    SELECT id, username, email FROM users
    WHERE lower(email) = lower(${address}) AND email_confirmed_at IS NOT NULL`;
  return user ?? null;
}

export async function confirmedRecipient(userId: string, tx: Tx = db()): Promise<Recipient | null> {
  const user = await tx.user.findFirst({
    where: { id: userId, emailConfirmedAt: { not: null } },
    select: { id: true, username: true, email: true },
  });
  return user && { ...named(user), email: user.email! };
}

/** Sets an account's address unless it has a confirmed one. */
export async function setUnconfirmedEmail(userId: string, address: string, tx: Tx): Promise<void> {
  await tx.user.updateMany({ where: { id: userId, emailConfirmedAt: null }, data: { email: address } });
}

export interface Replaced {
  id: string;
  username: string;
  /** Null if it had none, or hadn't confirmed it. */
  oldEmail: string | null;
}

/** @throws PostgreSQL's unique violation if another account has confirmed the address */
export async function setConfirmedEmail(
  { userId, address }: { userId: string; address: string },
  now: Date,
  tx: Tx,
): Promise<Replaced> {
  const [replaced] = await tx.$queryRaw<Replaced[]>`
    UPDATE users u SET email = ${address}, email_confirmed_at = ${now}
    FROM (SELECT id, CASE WHEN email_confirmed_at IS NOT NULL THEN email END AS email
      FROM users WHERE id = ${userId}::uuid FOR UPDATE) old
    WHERE u.id = old.id RETURNING u.id, u.username, old.email AS "oldEmail"`;
  return replaced!;
}

export async function clearEmail(userId: string, tx: Tx): Promise<Replaced> {
  const [replaced] = await tx.$queryRaw<Replaced[]>`
    UPDATE users u SET email = NULL, email_confirmed_at = NULL
    FROM (SELECT id, CASE WHEN email_confirmed_at IS NOT NULL THEN email END AS email
      FROM users WHERE id = ${userId}::uuid FOR UPDATE) old
    WHERE u.id = old.id RETURNING u.id, u.username, old.email AS "oldEmail"`;
  return replaced!;
}

interface NewConfirmation {
  userId: string;
  hash: string;
  address: string;
  expiresAt: Date;
}

/** Stores the account's one confirmation link. An earlier one becomes void. */
export async function replaceConfirmation({ userId, ...data }: NewConfirmation, tx: Tx): Promise<void> {
  await tx.emailConfirmation.upsert({ where: { userId }, create: { userId, ...data }, update: data });
}

export async function readConfirmation(
  hash: string,
  now: Date,
): Promise<{ username: string; address: string } | null> {
  const found = await db().emailConfirmation.findFirst({
    where: { hash, expiresAt: { gt: now } },
    select: { address: true, user: { select: { username: true } } },
  });
  return found && { username: named(found.user).username, address: found.address };
}

/** Consumes a link. Of two requests with the same link, one gets the row. */
export async function takeConfirmation(
  hash: string,
  now: Date,
  tx: Tx,
): Promise<{ userId: string; address: string } | null> {
  const [taken] = await tx.$queryRaw<{ userId: string; address: string }[]>`
    DELETE FROM email_confirmations WHERE hash = ${hash} AND expires_at > ${now}
    RETURNING user_id AS "userId", address`;
  return taken ?? null;
}

export async function deleteConfirmation(userId: string, tx: Tx = db()): Promise<void> {
  await tx.emailConfirmation.deleteMany({ where: { userId } });
}

export async function deleteExpiredConfirmations(now: Date): Promise<void> {
  await db().emailConfirmation.deleteMany({ where: { expiresAt: { lte: now } } });
}
