import type { NoticeKind } from '../notice.ts';

export const MAIL_SCHEDULES = ['immediately', 'daily', 'weekly', 'never'] as const;
export type MailSchedule = (typeof MAIL_SCHEDULES)[number];

/** What a reader chooses the delivery of. */
export const NOTICE_GROUPS = ['reply', 'mention', 'follow', 'moderation'] as const;
export type NoticeGroup = (typeof NOTICE_GROUPS)[number];

export interface DeliverySettings {
  mail: Record<NoticeGroup, MailSchedule>;
  push: Record<NoticeGroup, boolean>;
  /** IANA name. */
  timeZone: string;
}

/** The columns' defaults too: see schema.prisma. Decisions can be appealed for some days only, so they don't wait. */
export const DEFAULT_DELIVERY: DeliverySettings = {
  mail: { reply: 'daily', mention: 'daily', follow: 'never', moderation: 'immediately' },
  push: { reply: true, mention: true, follow: true, moderation: true },
  timeZone: 'UTC',
};

export const GROUP_LABELS: Record<NoticeGroup, string> = {
  reply: 'Replies to you',
  mention: 'Mentions of your name',
  follow: 'What you follow',
  moderation: 'Decisions of moderators and admins',
};

/** Follows "emails about". */
export const GROUP_TOPICS: Record<NoticeGroup, string> = {
  reply: 'replies to you',
  mention: 'mentions of your name',
  follow: 'what you follow',
  moderation: 'decisions of moderators and admins',
};

export function groupOf(kind: NoticeKind): NoticeGroup {
  if (kind === 'reply' || kind === 'mention') return kind;
  return kind.startsWith('new_') ? 'follow' : 'moderation';
}
