import { error, fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { refuseOtherAccount } from './refuse-other-account.ts';
import { VIEWER_FIELD } from '#lib/http/shown-viewer.ts';
import { isStorable } from '#lib/http/input/field-input.ts';
import { checked, checkedParams } from '#lib/http/input/input.server.ts';
import { requestContext } from '#lib/http/request-context.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { Refusal } from '#lib/refusal.ts';

export interface FormFailure {
  code: string;
  message: string;
  errors: Record<string, string>;
  values: Record<string, string>;
  retryAfter?: number;
  state?: unknown;
}

/** Never sent back to a page: a password in a response could be cached or logged. */
export const SECRET_FIELD = /password|token|key/i;

/** Bytes. Larger forms are refused before parsing: the longest text of a form is a quarter of it. */
const MAX_FORM = 256 * 1024;

interface FormOptions {
  fieldsOf?: (form: FormData) => unknown;
  /** The form says itself who acts, by a password or a link's token: it doesn't matter who is signed in. */
  anyAccount?: boolean;
  /** Bytes, for forms that take documents. The adapter's own limit (entry.ts) is 6 MB. */
  maxBytes?: number;
}

/** Runs a form action. A refusal becomes a failure with what was typed; a bug goes to `handleError`. */
export async function answerForm<S extends z.ZodType, T>(
  event: RequestEvent,
  schema: S,
  act: (input: z.output<S>, context: RequestContext) => Promise<T>,
  { fieldsOf = textFields, maxBytes = MAX_FORM, anyAccount = false }: FormOptions = {},
): Promise<T | ActionFailure<FormFailure>> {
  let values: Record<string, string> = {};
  try {
    const form = await readForm(event.request, maxBytes);
    const shown = takeViewer(form);
    values = textFields(form);
    if (event.locals.outage) throw event.locals.outage;
    if (!anyAccount) refuseOtherAccount(shown, event.locals.actor);
    refuseUnstorable(values);
    return await act(checked(schema, await fieldsOf(form)), requestContext(event.locals));
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return formFailure(event, refusal, values);
  }
}

/** Whom the page showed as signed in. Taken out, because no schema knows the field. */
function takeViewer(form: FormData): string | null {
  const shown = form.get(VIEWER_FIELD);
  form.delete(VIEWER_FIELD);
  return typeof shown === 'string' ? shown : null;
}

/** For `load` functions: shows a refusal as the error page. */
export function orErrorPage(cause: unknown): never {
  const refusal = refusalOf(cause);
  if (!refusal) throw cause;
  // The invalid input was in the address: a form's refusal stays on its page.
  const message = refusal.code === 'invalid-input' ? INVALID_ADDRESS : refusal.message;
  error(refusal.status, { message, code: refusal.code });
}

const INVALID_ADDRESS = 'This page doesn’t support something in the address. Start from the verdicts.';

export function pageParams<S extends z.ZodObject>(schema: S, params: unknown): z.output<S> {
  try {
    return checkedParams(schema, params);
  } catch (refusal) {
    orErrorPage(refusal);
  }
}

/** The request's body as a form. @throws Refusal `form-unreadable`, `too-large` */
export async function readForm(request: Request, maxBytes = MAX_FORM): Promise<FormData> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const body = await request.arrayBuffer();
  if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  try {
    return await new Response(body, { headers }).formData();
  } catch {
    throw new Refusal('form-unreadable');
  }
}

function tooLarge(maxBytes: number): Refusal {
  const limit = maxBytes < MB ? `${maxBytes / 1024} kB` : `${maxBytes / MB} MB`;
  return new Refusal('too-large', { message: `This form takes up to ${limit}. Shorten the text.` });
}

const MB = 1024 * 1024;

function refuseUnstorable(values: Record<string, string>): void {
  const errors = Object.entries(values)
    .filter(([, value]) => !isStorable(value))
    .map(([path]) => ({ path, message: UNSTORABLE }));
  if (errors.length > 0) throw new Refusal('invalid-input', { errors });
}

const UNSTORABLE = 'This text has a character that can’t be stored. Type it instead of pasting it.';

/** The text fields, without files. Of a repeated name the last value counts. */
export function textFields(form: FormData): Record<string, string> {
  const texts = [...form].filter(
    // SvelteKit can't send a field of this name back to the page.
    (field): field is [string, string] => typeof field[1] === 'string' && field[0] !== '__proto__',
  );
  return Object.fromEntries(texts.map(([name, value]) => [name, value.replace(/\r\n/g, '\n')]));
}

function formFailure(event: RequestEvent, refusal: Refusal, typed: Record<string, string>) {
  event.locals.isRefused = true;
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
