import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';

export async function confirmedAddressOf(id: string, tx: Tx): Promise<string | null> {
  const where = { id, emailConfirmedAt: { not: null } };
  return (await tx.user.findFirst({ where, select: { email: true } }))?.email ?? null;
}

/** Ends every session too. False if the account is being deleted already. @throws by trigger, for the last admin */
export async function setErasure(
  id: string,
  { eraseAt, withdraw }: { eraseAt: Date; withdraw: boolean },
  tx: Tx,
): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id, eraseAt: null, erasedAt: null },
    data: { eraseAt, eraseComments: withdraw },
  });
  await tx.session.deleteMany({ where: { userId: id } });
  return count === 1;
}

/** False if the time is over, or the account isn't being deleted. */
export async function clearErasure(id: string, now: Date): Promise<boolean> {
  const { count } = await db().user.updateMany({
    where: { id, eraseAt: { gt: now }, erasedAt: null },
    data: { eraseAt: null, eraseComments: false },
  });
  return count === 1;
}

export interface Due {
  id: string;
  withdraw: boolean;
}

/** Accounts whose seven days are over, including those whose erasure wasn't finished. */
export async function dueErasures(now: Date, take: number): Promise<Due[]> {
  const rows = await db().user.findMany({
    where: { eraseAt: { lte: now } },
    orderBy: [{ eraseAt: 'asc' }, { id: 'asc' }],
    select: { id: true, eraseComments: true },
    take,
  });
  return rows.map(({ id, eraseComments }) => ({ id, withdraw: eraseComments }));
}

export interface Identity {
  skeleton: string;
  email: string | null;
  confirmed: boolean;
}

/** Locks the row and returns what identifies the account. Null if another process has erased it. */
export async function lockIdentity(id: string, now: Date, tx: Tx): Promise<Identity | null> {
  const [row] = await tx.$queryRaw<Identity[]>`
    SELECT skeleton, email, email_confirmed_at IS NOT NULL AS confirmed FROM users
    WHERE id = ${id}::uuid AND erase_at <= ${now} AND erased_at IS NULL FOR UPDATE`;
  return row ?? null;
}

const APPEAL_ERASED = 'This text was deleted with its author’s account.';

/**
 * Erases everything about an account that no counter depends on. Its row stays, because comments, cases and decisions
 * refer to it. The domains erase votes, ratings, reports and comments.
 */
const ERASED: ((id: string) => Prisma.Sql)[] = [
  (id) => Prisma.sql`DELETE FROM sessions WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM email_confirmations WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM password_resets WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM data_exports WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM notices WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM follows WHERE user_id = ${id}::uuid OR target_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM read_positions WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM vote_histories WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM peeks WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM blocks WHERE user_id = ${id}::uuid OR blocked_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM bookmarks WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM comment_drafts WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM delivery_settings WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM push_subscriptions WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM queue_alert_settings WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM queue_alerts WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`UPDATE feedback SET user_id = NULL, email = NULL WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`UPDATE words SET created_by = NULL WHERE created_by = ${id}::uuid`,
  (id) => Prisma.sql`UPDATE rule_sets SET changed_by = NULL WHERE changed_by = ${id}::uuid`,
  (id) => Prisma.sql`UPDATE verdict_drafts SET created_by = NULL WHERE created_by = ${id}::uuid`,
  (id) => Prisma.sql`UPDATE verdict_versions SET author = NULL WHERE author = ${id}::uuid`,
  (id) => Prisma.sql`UPDATE verdicts SET state_by = NULL WHERE state_by = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM authorships WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`UPDATE authorships SET decided_by = NULL WHERE decided_by = ${id}::uuid`,
  (id) => Prisma.sql`UPDATE comments SET author_reply = false WHERE author_id = ${id}::uuid AND author_reply`,
  (id) => Prisma.sql`UPDATE challenges SET decided_by = NULL WHERE decided_by = ${id}::uuid`,
  (id) => Prisma.sql`UPDATE report_issues SET started_by = NULL WHERE started_by = ${id}::uuid`,
  // A moderator's message to this person.
  (id) => Prisma.sql`UPDATE decisions SET note = NULL WHERE subject_id = ${id}::uuid AND note IS NOT NULL`,
  // Cancels open appeals: deleting the case of an appeal deletes the appeal.
  (id) =>
    Prisma.sql`DELETE FROM cases k USING appeals a WHERE a.case_id = k.id AND a.user_id = ${id}::uuid AND a.state = 'open'`,
  (id) => Prisma.sql`UPDATE appeals SET text = ${APPEAL_ERASED} WHERE user_id = ${id}::uuid`,
  (id) => Prisma.sql`DELETE FROM rate_limits WHERE position(${id} IN key) > 0`,
  // Last: the ledger's rows keep the old key, which then leads to no account.
  (id) => Prisma.sql`
    UPDATE users SET username = NULL, skeleton = NULL, email = NULL, email_confirmed_at = NULL, bio = NULL,
      password_hash = '', role = 'reader', waiting_since = NULL, ledger_key = gen_random_uuid(), erased_at = now() WHERE id = ${id}::uuid`,
];

/** An address that the account gave. Unconfirmed, it may belong to someone else. */
export interface GivenAddress {
  address: string;
  confirmed: boolean;
}

/** The account's addresses, without those that another account has confirmed. */
export async function addressesOf(id: string, tx: Tx): Promise<GivenAddress[]> {
  return tx.$queryRaw<GivenAddress[]>`
    SELECT address, bool_or(confirmed) AS confirmed FROM (
      SELECT email AS address, email_confirmed_at IS NOT NULL AS confirmed FROM users WHERE id = ${id}::uuid
      UNION ALL SELECT address, false FROM email_confirmations WHERE user_id = ${id}::uuid
    ) given WHERE address IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM users WHERE id <> ${id}::uuid AND lower(email) = lower(address) AND email_confirmed_at IS NOT NULL)
    GROUP BY address`;
}

export async function eraseRows(
  id: string,
  { skeleton, addresses }: { skeleton: string; addresses: GivenAddress[] },
  tx: Tx,
): Promise<void> {
  for (const sql of ERASED) await tx.$executeRaw(sql(id));
  // Sign-in limits count by name. A skeleton has only letters and digits, so it needs no escaping.
  await tx.$executeRaw`
    DELETE FROM rate_limits WHERE key LIKE 'sign-in-%:' || ${skeleton} || ' %' OR key = 'sign-in-failures:' || ${skeleton}`;
  const own = addresses.filter(({ confirmed }) => confirmed);
  const lower = own.map(({ address }) => address.toLowerCase());
  await tx.$executeRaw`UPDATE feedback SET email = NULL WHERE lower(email) = ANY(${lower})`;
  await tx.$executeRaw`UPDATE authorships SET email = NULL WHERE lower(email) = ANY(${lower})`;
  await tx.$executeRaw`UPDATE removal_requests SET email = NULL WHERE lower(email) = ANY(${lower})`;
}

/** Erased comments' texts in the reports that copied them. */
export async function eraseReportedTexts(authorId: string): Promise<void> {
  await db().$executeRaw`
    UPDATE reports r SET body = '' FROM comments c
    WHERE c.id = r.comment_id AND c.author_id = ${authorId}::uuid AND c.erased_at IS NOT NULL AND r.body <> ''`;
}

export async function markErased(id: string): Promise<void> {
  await db().user.updateMany({
    where: { id, erasedAt: { not: null } },
    data: { eraseAt: null, eraseComments: false },
  });
}

/** The last mail to an erased account holds its address, so it is removed once it is finished. */
export async function deleteLastLetters(): Promise<void> {
  await db().mail.deleteMany({
    where: { kind: 'erasure-done', state: { in: ['sent', 'failed', 'cancelled'] } },
  });
}

/** Replies and decisions still cause notices to an erased account. */
export async function deleteUnreadableNotices(): Promise<void> {
  await db().$executeRaw`
    DELETE FROM notices n USING users u WHERE u.id = n.user_id AND u.erased_at IS NOT NULL`;
}
