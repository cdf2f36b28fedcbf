import type { Handle } from '@sveltejs/kit';
import { sessionOf } from '#lib/accounts/session.server.ts';
import { programOf } from '#lib/accounts/tokens/api-token.server.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { isApi } from './is-api.ts';

export const identify: Handle = async ({ event, resolve }) => {
  const { cookies, request, locals, route } = event;
  locals.actor = null;
  locals.pendingErasure = null;
  locals.sessionId = null;
  locals.program = null;
  try {
    const session = route.id === null ? null : await sessionOf(cookies);
    if (session?.eraseAt) locals.pendingErasure = { ...session.actor, eraseAt: session.eraseAt };
    else locals.actor = session?.actor ?? null;
    locals.sessionId = session?.sessionId ?? null;
    locals.program = isApi(event) ? await programOf(request.headers.get('authorization')) : null;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    locals.outage = refusal;
  }
  return resolve(event);
};
