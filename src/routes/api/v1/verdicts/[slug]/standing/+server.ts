import { findStands } from '#lib/discussion/where-it-stands/find-stands.server.ts';
import { endpoint } from '#lib/http/api/api.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(({ params }, { actor }) => findStands(params.slug, actor));
