import { json, type RequestEvent, type RequestHandler } from '@sveltejs/kit';
import { z } from 'zod';
import { settings } from '#lib/env.server.ts';
import { requestContext } from '#lib/http/request-context.server.ts';
import { slugInput } from '#lib/http/input/field-input.ts';
import { checked } from '#lib/http/input/input.server.ts';
import { jsonErrorText, jsonError } from '#lib/http/input/json-error.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { Refusal, type RefusalCode } from '#lib/refusal.ts';
import { REFUSALS } from '#lib/refusals.ts';

/** Bytes. Larger bodies are refused before parsing: the longest comment, in four-byte characters, is a sixth of it. */
const MAX_BODY = 256 * 1024;

/** Seconds, unless the refusal sets its own. */
const RETRY_AFTER = 5;

const PROBLEM = 'application/problem+json';

/** A refusal becomes problem JSON, a bug goes to `handleError`, a value is sent as JSON with status 200. */
export function endpoint<E extends RequestEvent>(
  act: (event: E, context: RequestContext) => Promise<unknown>,
): (event: E) => Promise<Response> {
  return async (event) => {
    try {
      checkPath(event);
      const result = await act(event, requestContext(event.locals));
      return result instanceof Response ? result : json(result);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      return problem(refusal);
    }
  };
}

const pathInput = z.object({ slug: slugInput.optional(), id: z.uuid().optional() });

// A map, because an object would find `constructor`.
const NOT_FOUND = new Map<string | undefined, RefusalCode>([
  ['claims', 'claim-not-found'],
  ['comments', 'comment-not-found'],
  ['verdicts', 'verdict-not-found'],
]);

/** Text that can't be an id or a slug is not found, without a query. */
function checkPath({ params, url }: Pick<RequestEvent, 'params' | 'url'>): void {
  if (pathInput.safeParse(params).success) return;
  throw new Refusal(NOT_FOUND.get(url.pathname.split('/')[3]) ?? 'not-found');
}

/** @throws Refusal `unsupported-media-type`, `too-large`, `invalid-json`, `invalid-input` */
export async function jsonBody<S extends z.ZodType>(
  request: Request,
  schema: S,
  { maxBytes = MAX_BODY } = {},
): Promise<z.output<S>> {
  return checked(schema, parsed(await jsonText(request, maxBytes)));
}

/** The same, with the text as it arrived, which is what the signature covers. */
export async function signedJsonBody<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<{ input: z.output<S>; text: string }> {
  const text = await jsonText(request, MAX_BODY);
  return { input: checked(schema, parsed(text)), text };
}

async function jsonText(request: Request, maxBytes: number): Promise<string> {
  if (!isJson(request.headers.get('content-type'))) throw new Refusal('unsupported-media-type');
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const body = await request.arrayBuffer();
  if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
  return decoded(body);
}

/** The query string, checked. Of a repeated parameter the last value counts. */
export function queryOf<S extends z.ZodType>(url: URL, schema: S): z.output<S> {
  return checked(schema, Object.fromEntries(url.searchParams));
}

/** A refusal as RFC 9457 problem JSON. A 409 has the current state under `current`. */
export function problem(refusal: Refusal, headers = new Headers()): Response {
  const { retryAfter, state } = refusal.details;
  const body = {
    type: `${settings().ORIGIN}/problems/${refusal.code}`,
    title: REFUSALS[refusal.code].message,
    status: refusal.status,
    detail: refusal.message,
    code: refusal.code,
    ...(refusal.errors.length > 0 ? { errors: refusal.errors } : {}),
    ...(state === undefined ? {} : { current: state }),
  };
  headers.set('content-type', PROBLEM);
  // Most refusals depend on the caller or the time.
  headers.set('cache-control', 'no-store');
  if (refusal.status === 401) headers.set('www-authenticate', 'Bearer realm="CopeCheck"');
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
  else if ((refusal.status === 429 || refusal.status === 503) && !headers.has('retry-after'))
    headers.set('retry-after', String(RETRY_AFTER));
  return new Response(JSON.stringify(body), { status: refusal.status, headers });
}

const BY_STATUS: Record<number, RefusalCode> = {
  400: 'malformed-request',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  415: 'unsupported-media-type',
  503: 'unavailable',
};

/** Turns an error response into problem JSON, unless it is that already. Headers such as `Allow` are kept. */
export function asProblem(response: Response, requestId: string): Response {
  const type = response.headers.get('content-type') ?? '';
  if (response.status < 400 || type.startsWith(PROBLEM)) return response;
  const code = BY_STATUS[response.status] ?? 'internal-error';
  const message = code === 'internal-error' ? `${REFUSALS[code].message} Its id is ${requestId}.` : undefined;
  const headers = new Headers(response.headers);
  for (const name of ['content-length', 'content-security-policy', 'etag', 'link']) headers.delete(name);
  return problem(new Refusal(code, message === undefined ? {} : { message }), headers);
}

/** A missing type counts as JSON, since nothing else is accepted. */
function isJson(contentType: string | null): boolean {
  if (contentType === null) return true;
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const charset = parameters.map((each) => each.trim()).find((each) => each.startsWith('charset='));
  return type.trim() === 'application/json' && (!charset || /^charset="?utf-?8"?$/.test(charset));
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
    const fault = jsonError(text);
    throw new Refusal(
      'invalid-json',
      fault ? { message: `The body is not valid JSON. ${jsonErrorText(fault)}` } : {},
    );
  }
}

function decoded(body: ArrayBuffer): string {
  try {
    // Without `fatal`, bytes that aren't UTF-8 would be stored as replacement characters.
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Refusal('invalid-json');
  }
}

export type { RequestHandler };
