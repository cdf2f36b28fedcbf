import { z } from 'zod';
import { integerInput, storedText } from '#lib/http/input/field-input.ts';
import { INTRODUCTION_MAX } from './issue.ts';

export const issueParams = z.object({ n: integerInput({ min: 1 }) });

export const archiveQuery = z.object({ before: integerInput({ min: 1 }).optional() });

export const noFieldsInput = z.object({});

export const draftEditInput = z.strictObject({ version: integerInput({ min: 1 }) });

export const moveInput = draftEditInput.extend({
  what: storedText().min(1).max(100),
  direction: z.enum(['up', 'down']),
});

export const leaveOutInput = draftEditInput.extend({
  key: storedText().min(1).max(100),
  out: z.enum(['true', 'false']).transform((value) => value === 'true'),
});

export const introductionInput = draftEditInput.extend({
  introduction: storedText().trim().max(INTRODUCTION_MAX, `Use up to ${INTRODUCTION_MAX} characters.`),
});

export const LOOKS = ['wide', 'narrow', 'text', 'page'] as const;

export const reportPanelQuery = z.object({ look: z.enum(LOOKS).default('wide') });
