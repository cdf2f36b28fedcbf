import { error, fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { checked } from '#lib/input.server.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import type { Refusal } from '#lib/refusal.ts';

/** What a form's page gets back after a refusal: the sentence, the faults by field, and all that was typed. */
export interface FormFailure {
  code: string;
  message: string;
  errors: Record<string, string>;
  values: Record<string, string>;
  retryAfter?: number;
  state?: unknown;
}

/** Never sent back to a page: a password in a response could be cached or logged on the way. */
export const SECRET_FIELD = /password|token|key/i;

/**
 * Runs one form action: reads the form, checks it against `schema`, calls `act`. A refusal becomes a failure that
 * keeps what was typed; anything else is a bug and goes on to `handleError`.
 */
export async function answerForm<S extends z.ZodType, T>(
  event: RequestEvent,
  schema: S,
  act: (input: z.output<S>) => Promise<T>,
): Promise<T | ActionFailure<FormFailure>> {
  const values = textFields(await event.request.formData());
  try {
    if (event.locals.outage) throw event.locals.outage;
    return await act(checked(schema, values));
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return formFailure(event, refusal, values);
  }
}

/** A refusal in a `load` function: shows the error page with the refusal's status. */
export function orErrorPage(fault: unknown): never {
  const refusal = refusalOf(fault);
  if (!refusal) throw fault;
  error(refusal.status, { message: refusal.message, code: refusal.code });
}

function textFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form)
    if (typeof value === 'string') fields[name] = value.replace(/\r\n/g, '\n');
  return fields;
}

function formFailure(event: RequestEvent, refusal: Refusal, typed: Record<string, string>) {
  const { retryAfter, state } = refusal.details;
  if (retryAfter !== undefined) event.setHeaders({ 'retry-after': String(retryAfter) });
  const kept = Object.entries(typed).filter(([name]) => !SECRET_FIELD.test(name));
  return fail<FormFailure>(refusal.status, {
    code: refusal.code,
    message: refusal.message,
    errors: Object.fromEntries(refusal.errors.map(({ path, message }) => [path, message])),
    values: Object.fromEntries(kept),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(state === undefined ? {} : { state }),
  });
}
