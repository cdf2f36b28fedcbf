import { GROUP_TOPICS, NOTICE_GROUPS, type NoticeGroup } from './delivery-settings.ts';

/** What emails can be stopped by their link. In the order of their bits in it: add new ones at the end. */
export const STOP_TOPICS = [...NOTICE_GROUPS, 'queue'] as const;
export type StopTopic = NoticeGroup | 'queue';

/** Follows "emails about". */
export const STOP_LABELS: Record<StopTopic, string> = { ...GROUP_TOPICS, queue: 'the moderation queue' };
