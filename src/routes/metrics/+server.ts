import { settings } from '#lib/env.server.ts';
import { mayReadMetrics } from '#lib/metrics/metrics-access.server.ts';
import { registry } from '#lib/metrics/metrics.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ request, platform, getClientAddress }) => {
  // Not the address in a proxy's header. In development Vite has it.
  const peer = platform ? platform.req.socket.remoteAddress : getClientAddress();
  if (!mayReadMetrics({ peer, headers: request.headers }, settings().METRICS_TOKEN))
    return new Response('Metrics are for requests from this machine or with the METRICS_TOKEN.\n', {
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="metrics"' },
    });
  return new Response(await registry().metrics(), { headers: { 'content-type': registry().contentType } });
};
