import { z } from 'zod';
import { idCursor } from '#lib/http/input/cursor-input.ts';
import { slugInput } from '#lib/http/input/field-input.ts';
import { FOLLOW_KINDS, FOLLOW_LEVELS } from './follow.ts';

const yes = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

export const followInput = z.strictObject({
  level: z
    .enum(FOLLOW_LEVELS, 'Choose follow, normal or mute.')
    .describe('`normal`: notices for replies and mentions only.'),
});

export const blockInput = z.strictObject({ blocked: z.boolean('Use true or false.') });

/** The address of the form about one target. */
export const followParams = z.object({ kind: z.enum(FOLLOW_KINDS), target: slugInput });

/** Forms of the list name the target in a field. */
export const followForm = followInput.extend(followParams.shape);

export const blockForm = z.strictObject({ blocked: yes });

export const unblockForm = z.strictObject({ target: slugInput });

/** Cursors of the two lists. */
export const followsQuery = z.object({ cursor: idCursor.input, blocks: idCursor.input });
