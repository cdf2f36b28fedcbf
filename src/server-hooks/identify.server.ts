import type { Handle, RequestEvent } from '@sveltejs/kit';
import { SESSION_COOKIE, sessionOf } from '#lib/accounts/session.server.ts';
import { programOf } from '#lib/accounts/tokens/api-token.server.ts';
import { isForOneReader } from '#lib/http/pages/render-audience.server.ts';
import { forgetScripts, sharedCopyFor } from '#lib/http/pages/shared-copy.ts';
import { isSharedRoute, SCRIPTS_COOKIE } from '#lib/http/pages/shared-pages.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { isApi } from './is-api.ts';

/** Finds the actor, except for shared pages: they are the same for everyone. */
export const identify: Handle = async ({ event, resolve }) => {
  const { request, locals, route } = event;
  locals.actor = null;
  locals.pendingErasure = null;
  locals.sessionId = null;
  locals.program = null;
  locals.isShared = isShared(event);
  locals.identify = async () => {
    if (locals.isShared) await readSession(event);
    locals.isShared &&= locals.sessionId === null;
    return locals.actor;
  };
  try {
    if (route.id !== null && !locals.isShared) await readSession(event);
    locals.program = isApi(event) ? await programOf(request.headers.get('authorization')) : null;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    locals.outage = refusal;
  }
  if (isPlainPost(event)) forgetScripts(event);
  return resolve(event);
};

async function readSession({ cookies, locals }: RequestEvent): Promise<void> {
  const session = await sessionOf(cookies);
  if (session?.eraseAt) locals.pendingErasure = { ...session.actor, eraseAt: session.eraseAt };
  else locals.actor = session?.actor ?? null;
  locals.sessionId = session?.sessionId ?? null;
}

function isShared(event: RequestEvent): boolean {
  const { route, cookies, platform } = event;
  const { method } = event.request;
  const isRead = method === 'GET' || method === 'HEAD';
  // The page cache found that there is no page for everyone.
  if (!isRead || !isSharedRoute(route.id) || isForOneReader(platform?.req)) return false;
  // Only scripts request data.
  if (event.isDataRequest) return true;
  return sharedCopyFor((name) => cookies.get(name), SESSION_COOKIE) !== null;
}

/** A form of a shared page that no script sent: the browser runs none, or they failed to load. */
function isPlainPost({ request, route, cookies }: RequestEvent): boolean {
  return (
    request.method === 'POST' &&
    isSharedRoute(route.id) &&
    request.headers.get('x-sveltekit-action') === null &&
    cookies.get(SCRIPTS_COOKIE) !== undefined
  );
}
