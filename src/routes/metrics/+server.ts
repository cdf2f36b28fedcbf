import { registry } from '#lib/metrics.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () =>
  new Response(await registry().metrics(), { headers: { 'content-type': registry().contentType } });
