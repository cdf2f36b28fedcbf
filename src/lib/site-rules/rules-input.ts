import { z } from 'zod';
import { emptyAsUndefined, integerInput, storedText } from '#lib/http/input/field-input.ts';
import { ANCHOR_MAX, anchorOf, RULE_CHANGES, TEXT_MAX, TITLE_MAX } from './rule-set.ts';

const title = storedText('Give the rule a title.')
  .trim()
  .min(1, 'Give the rule a title.')
  .max(TITLE_MAX, `Use up to ${TITLE_MAX} characters.`);
const text = storedText('Write what the rule says.')
  .trim()
  .min(1, 'Write what the rule says.')
  .max(TEXT_MAX, `Use up to ${TEXT_MAX.toLocaleString('en')} characters.`);
const anchor = storedText()
  .max(ANCHOR_MAX, `Use up to ${ANCHOR_MAX} characters.`)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use small letters (a to z), digits and hyphens, such as private-data.');
/** The version that the admin's page shows. A change of an older one is refused. */
const version = integerInput();

/** Its anchor has a name of its own, which tells a refused new rule from a refused edit. */
export const ruleAddInput = z
  .strictObject({ version, title, text, newAnchor: emptyAsUndefined(anchor.optional()) })
  .refine((rule) => rule.newAnchor !== undefined || anchorOf(rule.title) !== '', {
    path: ['newAnchor'],
    message: 'This title has no letters from a to z. Write an anchor, such as private-data.',
  });
export const ruleEditInput = z.strictObject({ version, anchor, title, text });
export const ruleMoveInput = z.strictObject({
  version,
  anchor,
  by: z.enum(['up', 'down'], 'Choose up or down.'),
});
export const ruleRemoveInput = z.strictObject({ version, anchor });

/** The forms that add and edit a rule have a second button, which shows the text as readers would see it. */
export const rulePreviewInput = z.object({
  text,
  title: z.string().max(TITLE_MAX).default(''),
  anchor: z.string().max(ANCHOR_MAX).optional(),
  newAnchor: z.string().max(ANCHOR_MAX).optional(),
});

/** What is stored as JSON. */
export const ruleSetInput = z.object({
  rules: z.array(z.object({ anchor: z.string(), title: z.string(), text: z.string() })),
  former: z.array(z.object({ anchor: z.string(), title: z.string(), removedAt: z.string() })),
});

export const ruleChangeKind = z.enum(RULE_CHANGES);
