import { z } from 'zod';
import { FOLLOW_KINDS, FOLLOW_LEVELS } from './follow.ts';

const yes = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

export const followInput = z.strictObject({
  level: z
    .enum(FOLLOW_LEVELS, 'Choose follow, normal or mute.')
    .describe('`normal`: notices for replies and mentions only.'),
});

export const blockInput = z.strictObject({ blocked: z.boolean('Use true or false.') });

/** Forms of pages name the target in a field. */
export const followForm = followInput.extend({
  kind: z.enum(FOLLOW_KINDS),
  target: z.string().max(200),
});

export const blockForm = z.strictObject({ target: z.string().max(200), blocked: yes });
