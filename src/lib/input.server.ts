import type { z } from 'zod';
import { Refusal } from '#lib/refusal.ts';

/** Checks `input` against `schema`. @throws Refusal `invalid-input` with the faults by field. */
export function checked<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new Refusal('invalid-input', { errors });
}
