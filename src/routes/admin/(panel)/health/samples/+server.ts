import { endpoint } from '#lib/http/api/api.server.ts';
import { findHealth } from '#lib/health/find-health.server.ts';
import type { RequestHandler } from './$types';

/** For the open page: it asks every few seconds. */
export const GET: RequestHandler = endpoint(async ({ locals }) => findHealth(locals.actor));
