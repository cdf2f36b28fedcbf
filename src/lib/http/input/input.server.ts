import type { z } from 'zod';
import { isStorable } from '#lib/http/input/field-input.ts';
import { Refusal, type FieldError } from '#lib/refusal.ts';
import { errorText } from './error-text.ts';

/** @throws Refusal `invalid-input` with the errors by field */
export function checked<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input, { error: errorText });
  if (result.success) return result.data;
  throw new Refusal('invalid-input', { errors: result.error.issues.flatMap(errorsOf) });
}

/** Unknown fields become one error each, unless a dot in a name would look like a path. */
function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys' || issue.keys.some((key) => key.includes('.')))
    return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...issue.path, key].join('.'),
    message: 'There is no such field.',
  }));
}

/** @throws Refusal `not-found` for invalid path parameters */
export function checkedParams<S extends z.ZodObject>(schema: S, params: unknown): z.output<S> {
  const result = schema.safeParse(params);
  if (result.success) return result.data;
  throw new Refusal('not-found');
}

/** Ignores invalid parameters, so that an old or mistyped link still opens the page. `schema` must accept `{}`. */
export function pageQuery<S extends z.ZodObject>(schema: S, { searchParams }: URL): z.output<S> {
  const storable = [...searchParams].filter(([, value]) => isStorable(value));
  const given: Record<string, string> = Object.fromEntries(storable);
  for (;;) {
    const result = schema.safeParse(given);
    if (result.success) return result.data;
    // A loop, because zod checks rules about several parameters only when each of them is valid.
    const invalid = result.error.issues.map(({ path }) => String(path[0])).filter((name) => name in given);
    if (invalid.length === 0) throw result.error;
    for (const name of invalid) delete given[name];
  }
}
