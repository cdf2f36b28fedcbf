import type { RequestEvent } from '@sveltejs/kit';

/** By the route, because a path such as /%61pi/v1/me leads to an endpoint too. A malformed path has no route. */
export function isApi({ route, url }: Pick<RequestEvent, 'route' | 'url'>): boolean {
  return (route.id ?? url.pathname).startsWith('/api/');
}
