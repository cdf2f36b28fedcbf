import { db, type Tx } from '#lib/db/client.server.ts';
import { named } from '../user.store.server.ts';

/** Stores the account's one reset link. An earlier one becomes void. */
export async function replaceReset(
  { userId, ...data }: { userId: string; hash: string; expiresAt: Date },
  tx: Tx = db(),
): Promise<void> {
  await tx.passwordReset.upsert({ where: { userId }, create: { userId, ...data }, update: data });
}

export async function readReset(hash: string, now: Date): Promise<{ id: string; username: string } | null> {
  const found = await db().passwordReset.findFirst({
    where: { hash, expiresAt: { gt: now } },
    select: { user: { select: { id: true, username: true } } },
  });
  return found && named(found.user);
}

/** Consumes a link. Of two requests with the same link, one gets true. */
export async function takeReset(hash: string, now: Date, tx: Tx): Promise<boolean> {
  const { count } = await tx.passwordReset.deleteMany({ where: { hash, expiresAt: { gt: now } } });
  return count === 1;
}

export async function deleteReset(userId: string, tx: Tx): Promise<void> {
  await tx.passwordReset.deleteMany({ where: { userId } });
}

export async function deleteExpiredResets(now: Date): Promise<void> {
  await db().passwordReset.deleteMany({ where: { expiresAt: { lte: now } } });
}

export async function insertResetRequest(address: string): Promise<void> {
  await db().passwordResetRequest.create({ data: { address }, select: { id: true } });
}

/** Takes the oldest request from the queue. Other processes skip it. */
export async function takeResetRequest(tx: Tx): Promise<string | null> {
  const [taken] = await tx.$queryRaw<{ address: string }[]>`
    DELETE FROM password_reset_requests WHERE id = (
      SELECT id FROM password_reset_requests ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING address`;
  return taken?.address ?? null;
}
