import { endpoint } from '#lib/http/api/api.server.ts';
import { listPassages } from '#lib/discussion/passages/find-passages.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(({ params }, context) => listPassages(params.slug, context));
