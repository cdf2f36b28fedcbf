import type { z } from 'zod';
import { isStorable } from '#lib/http/input/field-input.ts';
import { Refusal, type FieldError } from '#lib/refusal.ts';

/** Checks `input` against `schema`. @throws Refusal `invalid-input` with the faults by field. */
export function checked<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new Refusal('invalid-input', { errors: result.error.issues.flatMap(errorsOf) });
}

/** An issue by the path of its field; unknown fields one by one, unless a dot in the name would make it a longer path. */
function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys' || issue.keys.some((key) => key.includes('.')))
    return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...issue.path, key].join('.'),
    message: 'There is no such field.',
  }));
}

/** Checks path parameters. @throws Refusal `not-found`: nothing can be at an address that isn't valid. */
export function checkedParams<S extends z.ZodObject>(schema: S, params: unknown): z.output<S> {
  const result = schema.safeParse(params);
  if (result.success) return result.data;
  throw new Refusal('not-found');
}

/**
 * A page's query string. A parameter that isn't valid counts as left out, so that an old or mistyped link still opens
 * the page; one given twice counts as its last value. Every parameter of `schema` needs a default or is optional.
 */
export function pageQuery<S extends z.ZodObject>(schema: S, { searchParams }: URL): z.output<S> {
  const storable = [...searchParams].filter(([, value]) => isStorable(value));
  const given: Record<string, string> = Object.fromEntries(storable);
  for (;;) {
    const result = schema.safeParse(given);
    if (result.success) return result.data;
    // Rules about several parameters are checked only once each of them is valid: hence the loop.
    const faulty = result.error.issues.map(({ path }) => String(path[0])).filter((name) => name in given);
    if (faulty.length === 0) throw result.error;
    for (const name of faulty) delete given[name];
  }
}
