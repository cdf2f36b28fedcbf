import { requireSignedIn, type Actor } from '#lib/actor.ts';
import type { RequestContext } from '#lib/request-context.ts';

/** The context of a request from a signed-in session. */
export interface SessionContext extends RequestContext {
  actor: Actor;
  /** The hashed id. */
  sessionId: string;
}

/** @throws Refusal `sign-in-first` */
export function sessionContext({ actor, now }: RequestContext, sessionId: string | null): SessionContext {
  return { actor: requireSignedIn(actor), sessionId: sessionId ?? '', now };
}
