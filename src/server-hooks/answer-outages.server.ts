import { error, type Handle, type RequestEvent } from '@sveltejs/kit';
import { problem } from '#lib/http/api/api.server.ts';
import { readForm, SECRET_FIELD, textFields } from '#lib/http/forms/form.server.ts';
import { outagePage } from '#lib/http/pages/outage-page.ts';
import { isApi } from './is-api.ts';

/** Bytes of a form that the outage page returns: twice a comment of four-byte characters. */
const MAX_KEPT_FORM = 128 * 1024;

const RETRY_AFTER = '5';

/** Requests that fail because the database is away get 503, and a plain form gets back what was typed. */
export const answerOutages: Handle = async ({ event, resolve }) => {
  const form = isPlainForm(event) ? event.request.clone() : null;
  const response = await resolve(event);
  const isOutage = response.status === 503 || (response.status === 500 && event.locals.outage);
  if (!isOutage) return response;
  const headers = new Headers(response.headers);
  if (!headers.has('retry-after')) headers.set('retry-after', RETRY_AFTER);
  if (form) return outageResponse({ action: event.url, fields: await typedFields(form) }, headers);
  return new Response(response.body, { status: 503, headers });
};

/** The session can't be read. Forms go on to `answerForm`, which refuses them with what was typed. */
export const refuseInOutage: Handle = async ({ event, resolve }) => {
  const { outage } = event.locals;
  if (!outage || (event.request.method === 'POST' && !isApi(event))) return resolve(event);
  if (isApi(event)) return problem(outage);
  if (event.isDataRequest) error(outage.status, { message: outage.message, code: outage.code });
  return outageResponse(null);
};

/** A page's form, as a browser without JavaScript sends it. */
function isPlainForm(event: RequestEvent): boolean {
  const { method, headers } = event.request;
  const type = headers.get('content-type') ?? '';
  return (
    method === 'POST' &&
    !isApi(event) &&
    headers.get('x-sveltekit-action') === null &&
    /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(type) &&
    Number(headers.get('content-length') ?? Infinity) <= MAX_KEPT_FORM
  );
}

async function typedFields(form: Request): Promise<[string, string][]> {
  const fields = textFields(await readForm(form).catch(() => new FormData()));
  return Object.entries(fields).filter(([name]) => !SECRET_FIELD.test(name));
}

function outageResponse(
  unsent: { action: URL; fields: [string, string][] } | null,
  headers = new Headers({ 'retry-after': RETRY_AFTER }),
): Response {
  headers.delete('content-length');
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  const page = outagePage(
    unsent && { action: unsent.action.pathname + unsent.action.search, fields: unsent.fields },
  );
  return new Response(page, { status: 503, headers });
}
