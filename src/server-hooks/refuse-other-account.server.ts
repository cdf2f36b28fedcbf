import type { Handle } from '@sveltejs/kit';
import { problem } from '#lib/http/api/api.server.ts';
import { isRead } from '#lib/http/forms/foreign-writes.ts';
import { refuseOtherAccount } from '#lib/http/forms/refuse-other-account.ts';
import { VIEWER_HEADER } from '#lib/http/shown-viewer.ts';
import { refusalOf } from '#lib/refusal-of.ts';

/** Writes to the API. Forms name the account in a field, which `answerForm` checks. */
export const refuseWritesOfOthers: Handle = async ({ event, resolve }) => {
  const { request, locals } = event;
  try {
    const shown = request.headers.get(VIEWER_HEADER);
    if (shown !== null && !isRead(request.method)) refuseOtherAccount(decoded(shown), locals.actor);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return problem(refusal);
  }
  return resolve(event);
};

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
