import { expect, test } from 'vitest';
import { openSession } from '#lib/accounts/session.server.ts';
import { db } from '#lib/db/client.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { NOT_PERSONAL, removeExpired, RETENTION } from './retention.server.ts';

await freshDatabase();

const now = new Date('2026-06-22T09:00:00Z');
const named = RETENTION.flatMap(({ tables }) => tables);

/** Columns that refer to an account, and those whose name says that they hold an address. */
const personalColumns = () =>
  db().$queryRaw<{ table: string; column: string }[]>`
    SELECT r.relname AS table, a.attname AS column FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
      JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = ANY(c.conkey)
    WHERE c.contype = 'f' AND c.confrelid = 'users'::regclass
    UNION SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name IN (SELECT relname FROM pg_class WHERE relkind = 'r')
      AND column_name ~ '(email|address|username|^to$|user_id)'
    ORDER BY 1, 2`;

test('every table of the schema is in the table of what is kept, or named as not personal', async () => {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations'`;
  expect([...named, ...Object.keys(NOT_PERSONAL)].sort()).toEqual(tables.map(({ name }) => name).sort());
});

test('no table with an account or an address is called not personal', async () => {
  const tables = (await personalColumns()).map(({ table }) => table);
  expect(tables.filter((table) => !named.includes(table))).toEqual([]);
});

test('what refers to an account is erased with it, or is known to stay', async () => {
  // A new column appears here. Erase it in erasure.store.server.ts, or add it to those that stay without a name.
  const stays = ['appeals', 'cases', 'comments', 'decisions', 'restrictions'];
  const erased = [
    ...['blocks.blocked_id', 'blocks.user_id', 'follows.user_id', 'mentions.user_id'],
    ...['authorships.decided_by', 'authorships.email', 'authorships.user_id'],
    ...['bookmarks.user_id', 'challenges.decided_by'],
    'comment_drafts.user_id',
    ...['data_export_parts.user_id', 'data_exports.user_id', 'email_confirmations.address'],
    ...[
      'delivery_settings.user_id',
      'push_subscriptions.user_id',
      'queue_alert_settings.user_id',
      'queue_alerts.user_id',
    ],
    ...['mind_credits.user_id', 'peeks.user_id', 'vote_histories.user_id'],
    ...['email_confirmations.user_id', 'feedback.email', 'feedback.user_id', 'mails.to', 'notices.user_id'],
    ...[
      'password_resets.user_id',
      'ratings.user_id',
      'read_positions.user_id',
      'report_issues.started_by',
      'reports.reporter_id',
    ],
    'removal_requests.email',
    'rule_sets.changed_by',
    ...['sessions.user_id', 'users.email', 'users.email_confirmed_at', 'users.username'],
    ...[
      'verdict_drafts.created_by',
      'verdict_versions.author',
      'verdicts.state_by',
      'votes.user_id',
      'words.created_by',
    ],
  ];
  /** By address, without an account; and for seconds. */
  const apart = ['password_reset_requests.address', 'subscribers.email', 'subscribers.email_hash'];
  const columns = (await personalColumns())
    .filter(({ table }) => !stays.includes(table))
    .map(({ table, column }) => `${table}.${column}`);
  expect(columns).toEqual([...erased, ...apart].sort());
});

test('one sweep removes what has expired, and nothing else', async () => {
  const ada = await enter('ada');
  await openSession({ get: () => undefined, set: () => {} }, ada.id);
  await openSession({ get: () => undefined, set: () => {} }, ada.id);
  const [old] = await db().session.findMany();
  await db().session.update({ where: { id: old!.id }, data: { expiresAt: new Date(0) } });
  const mail = { kind: 'test', to: 'ada@example.org', subject: 'x', state: 'sent' as const };
  for (const createdAt of [now, new Date('2026-05-01T00:00:00Z')])
    await db().mail.create({ data: { ...mail, createdAt, messageId: createdAt.toISOString() } });
  await db().emailConfirmation.create({
    data: { userId: ada.id, hash: 'x', address: 'a@example.org', expiresAt: new Date(0) },
  });
  const gone = await enter('gone');
  const erased = { username: null, skeleton: null, passwordHash: '', erasedAt: now };
  await db().user.update({ where: { id: gone.id }, data: erased });
  for (const userId of [ada.id, gone.id]) await db().notice.create({ data: { userId, kind: 'reply' } });
  const message = { kind: 'idea' as const, message: 'x', email: 'a@example.org' };
  for (const createdAt of [now, new Date('2025-05-01T00:00:00Z')])
    await db().feedback.create({ data: { ...message, createdAt } });
  await removeExpired(now);
  const feedback = await db().feedback.findMany({ orderBy: { createdAt: 'asc' } });
  expect(feedback.map(({ email }) => email)).toEqual([null, 'a@example.org']);
  expect(await db().notice.findMany()).toMatchObject([{ userId: ada.id }]);
  expect(await db().session.count()).toBe(1);
  expect(await db().mail.findMany()).toMatchObject([{ createdAt: now }]);
  expect(await db().emailConfirmation.count()).toBe(0);
});
