import type { RequestHandler } from './$types';

/** The process is alive. Asks nothing of the database: restarting us would not mend it. */
export const GET: RequestHandler = () => new Response('ok\n');
