import { json, type RequestEvent, type RequestHandler } from '@sveltejs/kit';
import type { z } from 'zod';
import { checked } from '#lib/input.server.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { REFUSALS, Refusal } from '#lib/refusal.ts';

/** Refuses bodies over this many bytes before parsing: the longest comment, in four-byte letters, is a sixth of it. */
const MAX_BODY = 256 * 1024;

/**
 * Wraps an endpoint of the JSON API: a refusal becomes RFC 9457 problem JSON, a bug goes on to `handleError`.
 * `act` returns a Response, or a value that is answered as JSON with status 200.
 */
export function endpoint<E extends RequestEvent>(
  act: (event: E) => Promise<unknown>,
): (event: E) => Promise<Response> {
  return async (event) => {
    try {
      const answer = await act(event);
      return answer instanceof Response ? answer : json(answer);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      return problem(refusal);
    }
  };
}

/** Body of the request as JSON, checked. @throws Refusal `too-large`, `invalid-json`, `invalid-input`. */
export async function jsonBody<S extends z.ZodType>(
  request: Request,
  schema: S,
  { maxBytes = MAX_BODY } = {},
): Promise<z.output<S>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const text = await request.text();
  if (Buffer.byteLength(text) > maxBytes) throw tooLarge(maxBytes);
  return checked(schema, parsed(text));
}

/** The query string, checked; a parameter given twice counts once, as its last value. */
export function queryOf<S extends z.ZodType>(url: URL, schema: S): z.output<S> {
  return checked(schema, Object.fromEntries(url.searchParams));
}

/** A refusal as RFC 9457 problem JSON. `state` (409) stands under the key `current`. */
export function problem(refusal: Refusal): Response {
  const { retryAfter, state } = refusal.details;
  const body = {
    type: `/about#${refusal.code}`,
    title: REFUSALS[refusal.code].message,
    status: refusal.status,
    detail: refusal.message,
    code: refusal.code,
    ...(refusal.errors.length > 0 ? { errors: refusal.errors } : {}),
    ...(state === undefined ? {} : { current: state }),
  };
  const headers = new Headers({ 'content-type': 'application/problem+json' });
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
  return new Response(JSON.stringify(body), { status: refusal.status, headers });
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal('too-large', {
    message: `The body is over ${Math.floor(maxBytes / 1024)} kB; send less.`,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid-json');
  }
}

export type { RequestHandler };
