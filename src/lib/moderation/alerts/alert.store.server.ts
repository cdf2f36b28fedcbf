import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { GRAVE_REASONS } from '#lib/moderation/reports/reason.ts';
import { NO_ALERTS, type AlertSettings } from './alert-settings.ts';

interface SettingsRow extends Omit<AlertSettings, 'quiet'> {
  quietFrom: number | null;
  quietTo: number | null;
}

const settingsOf = ({ mail, push, grave, waitHours, quietFrom, quietTo }: SettingsRow): AlertSettings => ({
  ...{ mail, push, grave, waitHours },
  quiet: quietFrom === null ? null : { from: quietFrom, to: quietTo! },
});

export async function readAlertSettings(userId: string): Promise<AlertSettings> {
  const row = await db().queueAlertSettings.findUnique({ where: { userId } });
  return row ? settingsOf(row) : NO_ALERTS;
}

export async function writeAlertSettings(
  userId: string,
  { quiet, ...settings }: AlertSettings,
): Promise<void> {
  const row = { ...settings, quietFrom: quiet?.from ?? null, quietTo: quiet?.to ?? null };
  await db().queueAlertSettings.upsert({ where: { userId }, create: { userId, ...row }, update: row });
}

export async function stopAlertMail(userId: string): Promise<void> {
  await db().queueAlertSettings.updateMany({ where: { userId }, data: { mail: false } });
}

/** Moderates now: lost roles and accounts that are deleted get no message. */
const MODERATES = Prisma.sql`u.role IN ('moderator', 'admin') AND u.erased_at IS NULL AND u.erase_at IS NULL`;

export interface Listener {
  userId: string;
  settings: AlertSettings;
  timeZone: string;
}

/** Moderators who want messages that can reach them, and were last seen before `away`. */
export async function readAway(away: Date): Promise<Listener[]> {
  const rows = await db().$queryRaw<(SettingsRow & { userId: string; timeZone: string })[]>`
    SELECT u.id AS "userId", a.grave, a.wait_hours AS "waitHours", a.quiet_from AS "quietFrom",
      a.quiet_to AS "quietTo", coalesce(d.time_zone, 'UTC') AS "timeZone",
      a.mail AND u.email_confirmed_at IS NOT NULL AS mail,
      a.push AND EXISTS (SELECT 1 FROM push_subscriptions b WHERE b.user_id = u.id) AS push
    FROM queue_alert_settings a JOIN users u ON u.id = a.user_id LEFT JOIN delivery_settings d ON d.user_id = u.id
    WHERE (a.mail OR a.push) AND ${MODERATES}
      AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id AND s.last_seen_at > ${away})`;
  return rows
    .filter(({ mail, push }) => mail || push)
    .map(({ userId, timeZone, ...row }) => ({ userId, timeZone, settings: settingsOf(row) }));
}

const HAS_GRAVE_REASON = Prisma.sql`(
  EXISTS (SELECT 1 FROM reports r WHERE r.case_id = k.id AND r.state = 'open' AND r.reason::text = ANY(${[...GRAVE_REASONS]}))
  OR EXISTS (SELECT 1 FROM removal_requests q WHERE q.case_id = k.id AND q.state = 'open' AND q.reason = ANY(${[...GRAVE_REASONS]})))`;

/** An appeal against this moderator's decision, which another one decides if there is one (`isOnlyModerator`). */
const othersDecide = (userId: string) => Prisma.sql`EXISTS (
  SELECT 1 FROM appeals p JOIN users u ON u.id = p.first_moderator_id
  WHERE p.case_id = k.id AND u.id = ${userId}::uuid AND (u.role <> 'admin' OR EXISTS (
    SELECT 1 FROM users o WHERE o.id <> u.id AND o.role IN ('moderator', 'admin') AND o.erase_at IS NULL)))`;

/**
 * Notes which open cases a moderator is told about now: each once, even if several processes run this. Not a case that
 * is about the moderator, that another one works on, or that another one must decide.
 * @returns how many
 */
export async function noteAlerts(
  { userId, settings: { grave, waitHours } }: Listener,
  { alertId, now }: { alertId: string; now: Date },
  tx: Tx,
): Promise<number> {
  const openedBefore = waitHours === null ? null : new Date(now.getTime() - waitHours * 3_600_000);
  return tx.$executeRaw`
    INSERT INTO queue_alerts (user_id, case_id, alert_id, created_at)
    SELECT ${userId}::uuid, k.id, ${alertId}::uuid, ${now} FROM cases k
    WHERE k.state = 'open' AND k.author_id <> ${userId}::uuid AND (k.leased_until IS NULL OR k.leased_until <= ${now})
      AND NOT ${othersDecide(userId)}
      AND NOT EXISTS (SELECT 1 FROM queue_alerts t WHERE t.user_id = ${userId}::uuid AND t.case_id = k.id)
      AND (k.opened_at <= ${openedBefore}::timestamptz OR (${grave} AND ${HAS_GRAVE_REASON}))
    ON CONFLICT DO NOTHING`;
}

export async function setAlertMail(alertId: string, mailId: string, tx: Tx): Promise<void> {
  await tx.queueAlert.updateMany({ where: { alertId }, data: { mailId } });
}

/** What a message may say of the queue: counts and reasons, no words and no names. */
export interface AlertSummary {
  alertId: string;
  mailId: string | null;
  userId: string;
  cases: number;
  /** Open for the longest, in hours. */
  hours: number;
  reasons: string[];
}

/** Of these messages, what is still open and still wanted. */
async function summaries(condition: Prisma.Sql, now: Date): Promise<AlertSummary[]> {
  return db().$queryRaw<AlertSummary[]>`
    SELECT t.alert_id AS "alertId", t.mail_id AS "mailId", t.user_id AS "userId", count(DISTINCT k.id)::int AS cases,
      floor(extract(epoch FROM ${now}::timestamptz - min(k.opened_at)) / 3600)::int AS hours,
      coalesce(array_agg(DISTINCT found.reason) FILTER (WHERE found.reason IS NOT NULL), '{}') AS reasons
    FROM queue_alerts t JOIN users u ON u.id = t.user_id JOIN queue_alert_settings a ON a.user_id = t.user_id
    JOIN cases k ON k.id = t.case_id LEFT JOIN mails m ON m.id = t.mail_id
    LEFT JOIN LATERAL (
      SELECT r.reason::text AS reason FROM reports r WHERE r.case_id = k.id AND r.state = 'open'
      UNION SELECT q.reason FROM removal_requests q WHERE q.case_id = k.id AND q.state = 'open'
    ) found ON true
    WHERE ${condition} AND ${MODERATES} AND k.state = 'open' GROUP BY t.alert_id, t.mail_id, t.user_id`;
}

export async function readMailedAlerts(mailIds: string[], now: Date): Promise<AlertSummary[]> {
  const confirmed = Prisma.sql`u.email_confirmed_at IS NOT NULL AND lower(u.email) = lower(m."to")`;
  return summaries(Prisma.sql`t.mail_id = ANY(${mailIds}::uuid[]) AND a.mail AND ${confirmed}`, now);
}

export async function readPushedAlerts(alertIds: string[], now: Date): Promise<AlertSummary[]> {
  return summaries(Prisma.sql`t.alert_id = ANY(${alertIds}::uuid[]) AND a.push`, now);
}
