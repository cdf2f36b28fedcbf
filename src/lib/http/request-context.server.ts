import type { RequestContext } from '#lib/request-context.ts';

/** The context of a request. With it, routes leave reading the clock to one place. */
export function requestContext({ actor }: Pick<App.Locals, 'actor'>): RequestContext {
  return { actor, now: new Date() };
}
