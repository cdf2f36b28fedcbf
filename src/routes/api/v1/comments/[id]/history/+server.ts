import { endpoint } from '#lib/http/api/api.server.ts';
import { findHistory } from '#lib/discussion/reading/find-comment.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(({ params, locals }) => findHistory(params.id, locals.actor));
