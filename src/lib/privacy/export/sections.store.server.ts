import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';

/**
 * What is stored about an account, table by table, in pages of rows. Left out: secrets (hashes of passwords, sessions
 * and links), who reported the account's comments, and what moderators wrote to others.
 */

/** An exported row, and the `key` that the next page starts after. */
type Row = Record<string, unknown> & { key: string };

export interface StoredSection {
  name: string;
  title: string;
  page: (userId: string, after: string, limit: number) => Prisma.Sql;
  start: string;
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

const byId = (name: string, title: string, page: StoredSection['page']): StoredSection => ({
  name,
  title,
  page,
  start: NO_ID,
});

/** `columns` and `from` name the table `t`; `id` and `user` are columns. */
function rows(
  [name, title]: [name: string, title: string],
  columns: Prisma.Sql,
  from: Prisma.Sql,
  { id = Prisma.sql`t.id`, user = Prisma.sql`t.user_id` } = {},
): StoredSection {
  return byId(
    name,
    title,
    (userId, after, limit) => Prisma.sql`
      SELECT ${id}::text AS key, ${columns} FROM ${from}
      WHERE ${user} = ${userId}::uuid AND ${id} > ${after}::uuid ORDER BY ${id} LIMIT ${limit}`,
  );
}

const ON_COMMENT = Prisma.sql`LEFT JOIN comments c ON c.id = t.comment_id LEFT JOIN verdicts v ON v.id = c.verdict_id`;

export const SECTIONS: StoredSection[] = [
  rows(
    ['account', 'Your account'],
    Prisma.sql`t.id, t.username AS name, t.role::text AS role, t.bio, t.created_at AS "joinedAt", t.email AS "emailAddress",
      t.email_confirmed_at AS "emailConfirmedAt", t.waiting_since AS "waitingSince"`,
    Prisma.sql`users t`,
    { user: Prisma.sql`t.id` },
  ),
  rows(
    ['addresses', 'Addresses that wait for your confirmation'],
    Prisma.sql`t.address, t.created_at AS "requestedAt", t.expires_at AS "expiresAt"`,
    Prisma.sql`email_confirmations t`,
    { id: Prisma.sql`t.user_id` },
  ),
  rows(
    ['sessions', 'Where you are signed in'],
    Prisma.sql`t.device, t.created_at AS "signedInAt", t.last_seen_at AS "lastSeenAt", t.expires_at AS "expiresAt"`,
    Prisma.sql`sessions t`,
    { id: Prisma.sql`t.public_id` },
  ),
  {
    name: 'comments',
    title: 'Your comments',
    start: `1970-01-01T00:00:00.000Z ${NO_ID}`,
    // By the index on author and time: an author may have a hundred thousand.
    page: (userId, after, limit) => {
      const [at, id] = after.split(' ');
      return Prisma.sql`
        SELECT to_char(t.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || t.id AS key,
          t.id, v.slug AS verdict, v.title AS "verdictTitle", t.parent_id AS "repliesTo", t.created_at AS "writtenAt",
          t.edited_at AS "editedAt", t.withdrawn_at AS "withdrawnAt", t.status::text AS status,
          t.anchor ->> 'quote' AS "quotedPassage", t.body AS text, t.helpful AS "ratedHelpful", t.not_helpful AS "ratedNotHelpful",
          (SELECT jsonb_agg(jsonb_build_object('text', r.body, 'from', r.created_at) ORDER BY r.version)
            FROM comment_revisions r WHERE r.comment_id = t.id) AS "earlierVersions"
        FROM comments t JOIN verdicts v ON v.id = t.verdict_id
        WHERE t.author_id = ${userId}::uuid AND t.created_at >= ${at}::timestamptz
          AND (t.created_at, t.id) > (${at}::timestamptz, ${id}::uuid)
        ORDER BY t.created_at, t.id LIMIT ${limit}`;
    },
  },
  rows(
    ['authorships', 'Papers that you say you wrote'],
    Prisma.sql`v.slug AS verdict, t.state::text AS state, t.email AS "emailAddress", t.requested_at AS "requestedAt",
      t.confirmed_at AS "confirmedAt", t.decided_at AS "decidedAt", t.note AS "operatorsNote"`,
    Prisma.sql`authorships t JOIN verdicts v ON v.id = t.verdict_id`,
  ),
  rows(
    ['challenges', 'Sources with which you challenged a passage'],
    Prisma.sql`t.comment_id AS comment, v.slug AS verdict, t.source, t.state::text AS state, t.note AS "operatorsNote",
      t.created_at AS "challengedAt", t.decided_at AS "decidedAt"`,
    Prisma.sql`challenges t JOIN comments c ON c.id = t.comment_id JOIN verdicts v ON v.id = c.verdict_id`,
    { id: Prisma.sql`t.comment_id`, user: Prisma.sql`c.author_id` },
  ),
  rows(
    ['votes', 'Your votes'],
    Prisma.sql`v.slug AS verdict, k.kind::text AS on, k.label, t.stance::text AS stance, t.created_at AS "castAt", t.updated_at AS "changedAt"`,
    Prisma.sql`votes t JOIN claims k ON k.id = t.claim_id JOIN verdicts v ON v.id = k.verdict_id`,
    { id: Prisma.sql`t.claim_id` },
  ),
  rows(
    ['firstAndLastVotes', 'Your first and last votes'],
    Prisma.sql`v.slug AS verdict, k.kind::text AS on, k.label, t.first_stance::text AS "firstStance", t.first_at AS "firstAt",
      t.blind AS "beforeSeeingVotes", t.last_stance::text AS "lastStance", t.last_at AS "lastAt", t.changed_at AS "changedAt"`,
    Prisma.sql`vote_histories t JOIN claims k ON k.id = t.claim_id JOIN verdicts v ON v.id = k.verdict_id`,
    { id: Prisma.sql`t.claim_id` },
  ),
  rows(
    ['peeks', 'Verdicts whose votes you asked to see before you voted'],
    Prisma.sql`v.slug AS verdict, t.created_at AS "askedAt"`,
    Prisma.sql`peeks t JOIN verdicts v ON v.id = t.verdict_id`,
    { id: Prisma.sql`t.verdict_id` },
  ),
  rows(
    ['changedMind', 'Comments that changed your mind'],
    Prisma.sql`t.comment_id AS comment, v.slug AS verdict, k.label AS claim, t.created_at AS "saidAt"`,
    Prisma.sql`mind_credits t JOIN claims k ON k.id = t.claim_id JOIN verdicts v ON v.id = k.verdict_id`,
    { id: Prisma.sql`t.claim_id` },
  ),
  rows(
    ['ratings', 'Your ratings of comments'],
    Prisma.sql`t.comment_id AS comment, v.slug AS verdict, t.helpful, t.created_at AS "ratedAt"`,
    Prisma.sql`ratings t ${ON_COMMENT}`,
    { id: Prisma.sql`t.comment_id` },
  ),
  rows(
    ['readPositions', 'How far you have read'],
    Prisma.sql`v.slug AS verdict, t.seq AS "commentsUpTo", t.read_at AS "readAt", t.section,
      t.opened_at AS "discussionOpenedAt"`,
    Prisma.sql`read_positions t JOIN verdicts v ON v.id = t.verdict_id`,
    { id: Prisma.sql`t.verdict_id` },
  ),
  rows(
    ['bookmarks', 'Comments that you bookmarked'],
    Prisma.sql`t.comment_id AS comment, v.slug AS verdict, t.created_at AS "markedAt"`,
    Prisma.sql`bookmarks t ${ON_COMMENT}`,
    { id: Prisma.sql`t.comment_id` },
  ),
  {
    name: 'unsentComments',
    title: 'Comments that you have begun and not sent',
    start: '',
    page: (userId, after, limit) => Prisma.sql`
      SELECT t.key, v.slug AS verdict, t.comment_id AS comment, t.body AS text, t.anchor ->> 'quote' AS "quotedPassage",
        t.updated_at AS "writtenAt", t.device
      FROM comment_drafts t JOIN verdicts v ON v.id = t.verdict_id
      WHERE t.user_id = ${userId}::uuid AND t.key > ${after} ORDER BY t.key LIMIT ${limit}`,
  },
  rows(
    ['reports', 'Reports that you made'],
    Prisma.sql`t.comment_id AS comment, v.slug AS verdict, t.reason::text AS reason, t.note, t.state::text AS state,
      t.created_at AS "reportedAt", t.closed_at AS "closedAt"`,
    Prisma.sql`reports t ${ON_COMMENT}`,
    { user: Prisma.sql`t.reporter_id` },
  ),
  rows(
    ['notices', 'Your notices'],
    Prisma.sql`t.kind::text AS kind, t.created_at AS "sentAt", t.read_at AS "readAt", t.comment_id AS comment,
      t.data ->> 'reason' AS reason, t.data ->> 'note' AS note, t.data ->> 'outcome' AS outcome`,
    Prisma.sql`notices t`,
  ),
  rows(
    ['follows', 'What you follow or mute'],
    Prisma.sql`t.kind::text AS kind, t.level::text AS level, v.slug AS verdict, c.id AS comment, u.username AS person,
      t.created_at AS "since"`,
    Prisma.sql`follows t LEFT JOIN comments c ON c.id = t.target_id
      LEFT JOIN verdicts v ON v.id = coalesce(c.verdict_id, t.target_id) LEFT JOIN users u ON u.id = t.target_id`,
    { id: Prisma.sql`t.target_id` },
  ),
  rows(
    ['mentions', 'Comments that mention you'],
    Prisma.sql`t.comment_id AS comment, v.slug AS verdict`,
    Prisma.sql`mentions t JOIN comments c ON c.id = t.comment_id AND c.status = 'visible' JOIN verdicts v ON v.id = c.verdict_id`,
    { id: Prisma.sql`t.comment_id` },
  ),
  rows(
    ['blocks', 'People whom you blocked'],
    Prisma.sql`u.username AS person, t.created_at AS "since"`,
    Prisma.sql`blocks t JOIN users u ON u.id = t.blocked_id`,
    { id: Prisma.sql`t.blocked_id` },
  ),
  rows(
    ['pushBrowsers', 'Browsers that show you push notifications'],
    // The address is a secret of the browser: what knows it could send to it.
    Prisma.sql`split_part(t.endpoint, '/', 3) AS "pushService", t.created_at AS "turnedOnAt"`,
    Prisma.sql`push_subscriptions t`,
  ),
  rows(
    ['queueAlertSettings', 'When you hear about the moderation queue'],
    Prisma.sql`t.mail AS "byEmail", t.push AS "byPush", t.grave AS "graveReasons", t.wait_hours AS "afterHours",
      t.quiet_from AS "quietFrom", t.quiet_to AS "quietTo"`,
    Prisma.sql`queue_alert_settings t`,
    { id: Prisma.sql`t.user_id` },
  ),
  rows(
    ['queueAlerts', 'Cases that you were told about'],
    Prisma.sql`t.case_id AS case, t.created_at AS "toldAt"`,
    Prisma.sql`queue_alerts t`,
    { id: Prisma.sql`t.case_id` },
  ),
  rows(
    ['noticeSettings', 'How you get notices'],
    Prisma.sql`t.reply_mail::text AS "emailAboutReplies", t.mention_mail::text AS "emailAboutMentions",
      t.follow_mail::text AS "emailAboutFollowed", t.moderation_mail::text AS "emailAboutModeration",
      t.reply_push AS "pushAboutReplies", t.mention_push AS "pushAboutMentions", t.follow_push AS "pushAboutFollowed",
      t.moderation_push AS "pushAboutModeration", t.time_zone AS "timeZone"`,
    Prisma.sql`delivery_settings t`,
    { id: Prisma.sql`t.user_id` },
  ),
  rows(
    ['decisions', 'Decisions of moderators about you'],
    Prisma.sql`t.kind::text AS kind, t.reason, t.note, t.comment_id AS comment, t.created_at AS "decidedAt"`,
    Prisma.sql`decisions t`,
    { user: Prisma.sql`t.subject_id` },
  ),
  rows(
    ['restrictions', 'Restrictions of your account'],
    Prisma.sql`t.scope::text AS scope, t.reason, t.created_at AS "from", t.until, t.lifted_at AS "liftedAt"`,
    Prisma.sql`restrictions t`,
  ),
  rows(
    ['appeals', 'Your appeals'],
    Prisma.sql`t.text, t.state::text AS state, t.created_at AS "filedAt", t.decided_at AS "decidedAt"`,
    Prisma.sql`appeals t`,
  ),
  rows(
    ['feedback', 'Messages that you sent us'],
    Prisma.sql`t.kind::text AS kind, t.message, t.email AS "emailAddress", t.page, t.created_at AS "sentAt"`,
    Prisma.sql`feedback t`,
  ),
  rows(
    ['emails', 'Emails to your confirmed address'],
    Prisma.sql`t.kind, t.subject, t.state::text AS state, t.created_at AS "queuedAt", t.sent_at AS "sentAt", t.text`,
    // Anyone may enter an address: what was sent to an unconfirmed one belongs to its owner.
    Prisma.sql`mails t JOIN users u ON lower(u.email) = lower(t."to") AND u.email_confirmed_at IS NOT NULL`,
    { user: Prisma.sql`u.id` },
  ),
  rows(
    ['subscription', 'The Cope Report to your confirmed address'],
    Prisma.sql`t.state::text AS state, t.created_at AS "requestedAt", t.confirmed_at AS "confirmedAt"`,
    Prisma.sql`subscribers t JOIN users u ON lower(u.email) = lower(t.email) AND u.email_confirmed_at IS NOT NULL`,
    { user: Prisma.sql`u.id` },
  ),
  rows(
    ['drafts', 'Your drafts of verdicts'],
    Prisma.sql`t.title, t.note, t.source AS text, t.created_at AS "createdAt", t.updated_at AS "changedAt"`,
    Prisma.sql`verdict_drafts t`,
    { user: Prisma.sql`t.created_by` },
  ),
  rows(
    ['moderation', 'What you did as a moderator'],
    Prisma.sql`t.kind::text AS kind, t.reason, t.note, t.comment_id AS comment, t.created_at AS "decidedAt"`,
    Prisma.sql`decisions t`,
    { user: Prisma.sql`t.moderator_id` },
  ),
];

export async function readSection(
  { page }: StoredSection,
  { userId, after, limit }: { userId: string; after: string; limit: number },
): Promise<Row[]> {
  return rowsOf<Row>(page(userId, after, limit));
}
