import { z } from 'zod';
import { emptyAsUndefined, integerInput } from '#lib/http/input/field-input.ts';
import type { AlertSettings } from './alert-settings.ts';

/** A box that isn't ticked isn't sent. */
const box = z
  .enum(['on'])
  .optional()
  .transform((value) => value === 'on');
const hour = emptyAsUndefined(integerInput().max(23, 'Choose an hour.').optional());

/** The form of the settings page. */
export const alertInput = z
  .object({
    ...{ mail: box, push: box, grave: box },
    waitHours: emptyAsUndefined(
      integerInput({ min: 1 })
        .max(24 * 30, 'Choose a time.')
        .optional(),
    ),
    ...{ quietFrom: hour, quietTo: hour },
  })
  .refine(({ quietFrom, quietTo }) => (quietFrom === undefined) === (quietTo === undefined), {
    path: ['quietTo'],
    message: 'Choose both hours, or none.',
  })
  .transform(({ quietFrom, quietTo, waitHours = null, ...rest }): AlertSettings => ({
    ...rest,
    waitHours,
    quiet: quietFrom === undefined ? null : { from: quietFrom, to: quietTo! },
  }));
