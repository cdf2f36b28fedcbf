import { z } from 'zod';
import { storedText, timeInput } from '#lib/http/input/field-input.ts';
import { NOTICE_MAX } from './site-settings.ts';

const onOff = z.union([z.boolean(), z.enum(['on', 'off']).transform((value) => value === 'on')]);

export const switchesInput = z.strictObject({
  signUp: z.enum(['open', 'approval', 'closed'], 'Choose open, by approval or closed.'),
  writing: z.enum(['on', 'off'], 'Choose on or off.'),
  notice: storedText()
    .trim()
    .max(NOTICE_MAX, `The sentence for readers holds up to ${NOTICE_MAX} characters.`)
    .default(''),
});

/** The admin's form; with `reportScheduledSince` what is stored. */
export const scheduleInput = z.strictObject({
  reportSchedule: z.enum(['on', 'off'], 'Choose on or off.'),
  reportWeekday: z.coerce
    .number('Choose a day.')
    .int('Choose a day.')
    .min(0, 'Choose a day.')
    .max(6, 'Choose a day.'),
  reportHour: z.coerce
    .number('Choose an hour, 0 to 23.')
    .int('Choose an hour, 0 to 23.')
    .min(0, 'Choose an hour, 0 to 23.')
    .max(23, 'Choose an hour, 0 to 23.'),
});

export const storedScheduleInput = scheduleInput.extend({ reportScheduledSince: timeInput() });

/** The admin's form. An unticked checkbox sends nothing, which means off. */
export const siteSettingsInput = z.strictObject({
  firstCommentHeld: z.preprocess((value) => value ?? false, onOff),
  newcomerComments: z.coerce
    .number('Give a number of comments, 1 to 100.')
    .int('Give a whole number of comments.')
    .min(1, 'Let newcomers write at least one comment a day. To block someone, restrict the account.')
    .max(100, 'Give a number of comments, 1 to 100.'),
  hideWeight: z.coerce
    .number('Give a weight, 2 to 1000.')
    .min(2, 'Below 2 a single report would hide a comment. Give at least 2.')
    .max(1000, 'Give a weight, 2 to 1000.'),
  trustNeedsEmail: z.preprocess((value) => value ?? false, onOff),
});
