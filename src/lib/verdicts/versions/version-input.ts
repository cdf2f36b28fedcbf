import { z } from 'zod';
import { integerInput } from '#lib/http/input/field-input.ts';
import { verdictParams } from '#lib/verdicts/verdict-params-input.ts';

export const versionsQuery = z.object({ before: integerInput({ min: 1 }).optional() });

export const versionParams = verdictParams.extend({ version: integerInput({ min: 1 }) });
