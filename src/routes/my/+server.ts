import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** No page, so that it isn't among the routes that every browser loads. */
export const GET: RequestHandler = () => redirect(303, '/my/comments');
