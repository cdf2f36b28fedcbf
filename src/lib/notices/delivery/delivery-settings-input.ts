import { z } from 'zod';
import { storedText } from '#lib/http/input/field-input.ts';
import { MAIL_SCHEDULES, NOTICE_GROUPS, type DeliverySettings } from './delivery-settings.ts';
import { knownTimeZone } from './local-time.ts';

const mail = z.enum(MAIL_SCHEDULES, 'Choose when to get emails.');
/** A box that isn't ticked isn't sent. */
const push = z
  .enum(['on'])
  .optional()
  .transform((box) => box === 'on');

/** From a browser, the zone is one that its tables have. */
export const timeZoneInput = storedText('Enter a time zone.')
  .trim()
  .max(64, 'This isn’t a time zone.')
  .transform((name, context) => {
    const known = knownTimeZone(name);
    if (known === null) context.addIssue('Enter a time zone such as Europe/Berlin, or UTC.');
    return known ?? 'UTC';
  });

/** The form of the settings page. */
export const deliveryInput = z
  .object({
    ...{ replyMail: mail, mentionMail: mail, followMail: mail, moderationMail: mail },
    ...{ replyPush: push, mentionPush: push, followPush: push, moderationPush: push },
    timeZone: timeZoneInput,
  })
  .transform((fields): DeliverySettings => ({
    mail: byGroup((group) => fields[`${group}Mail`]),
    push: byGroup((group) => fields[`${group}Push`]),
    timeZone: fields.timeZone,
  }));

function byGroup<T>(of: (group: (typeof NOTICE_GROUPS)[number]) => T) {
  return Object.fromEntries(NOTICE_GROUPS.map((group) => [group, of(group)])) as Record<
    (typeof NOTICE_GROUPS)[number],
    T
  >;
}
