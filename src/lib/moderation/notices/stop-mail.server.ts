import { findAlerts, stopAlertsByMail } from '#lib/moderation/alerts/change-alerts.server.ts';
import { findDelivery, stopMail } from '#lib/notices/delivery/change-delivery.server.ts';
import { NOTICE_GROUPS, type NoticeGroup } from '#lib/notices/delivery/delivery-settings.ts';
import { stopLinkOf, type StopLink } from '#lib/notices/delivery/stop-link.server.ts';
import type { StopTopic } from '#lib/notices/delivery/stop-topics.ts';
import { Refusal } from '#lib/refusal.ts';

/** Changes nothing. @throws Refusal `unsubscribe-link-void` */
export async function findStopLink(token: string): Promise<{ on: StopTopic[]; here: StopTopic[] }> {
  const { userId, topics } = await linkOf(token);
  const on = await topicsOn(userId);
  return { on, here: on.filter((topic) => topics.includes(topic)) };
}

/**
 * Stops emails about one topic, about all, or about those of the link. Idempotent.
 * @returns the topics that were stopped
 * @throws Refusal `unsubscribe-link-void`
 */
export async function stopMailByLink(
  token: string,
  stop: StopTopic | 'all' | undefined,
  now: Date,
): Promise<StopTopic[]> {
  const { userId, topics } = await linkOf(token);
  const stopped = stop === undefined ? topics : stop === 'all' ? await topicsOn(userId) : [stop];
  await stopMail(userId, stopped.filter(isGroup), now);
  if (stopped.includes('queue')) await stopAlertsByMail(userId);
  return stopped;
}

async function topicsOn(userId: string): Promise<StopTopic[]> {
  const [{ mail }, alerts] = await Promise.all([findDelivery(userId), findAlerts(userId)]);
  const groups = NOTICE_GROUPS.filter((group) => mail[group] !== 'never');
  return alerts.mail ? [...groups, 'queue'] : groups;
}

const isGroup = (topic: StopTopic): topic is NoticeGroup => topic !== 'queue';

async function linkOf(token: string): Promise<StopLink> {
  const link = await stopLinkOf(token);
  if (!link) throw new Refusal('unsubscribe-link-void');
  return link;
}
