import { json } from '@sveltejs/kit';
import { findProfile } from '#lib/discussion/people/find-profile.server.ts';
import { endpoint } from '#lib/http/api/api.server.ts';
import type { RequestHandler } from './$types';

/** The same for everyone. Seconds: a name is passed several times while reading one thread. */
const FRESH = 30;

export const GET: RequestHandler = endpoint(async ({ params }, { now }) =>
  json(await findProfile(params.name, now), { headers: { 'cache-control': `public, max-age=${FRESH}` } }),
);
