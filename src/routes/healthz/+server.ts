import { json } from '@sveltejs/kit';
import { VERSION } from '#lib/version.server.ts';
import type { RequestHandler } from './$types';

/** Liveness: the process answers. It doesn't ask the database, which restarting the process wouldn't repair. */
export const GET: RequestHandler = () => json({ status: 'ok', version: VERSION });
