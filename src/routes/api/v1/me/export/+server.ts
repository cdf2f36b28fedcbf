import { requireSignedIn } from '#lib/actor.ts';
import { endpoint } from '#lib/http/api/api.server.ts';
import { findExport, requestExport } from '#lib/privacy/export/request-export.server.ts';

export const GET = endpoint(async ({ locals }) => findExport(requireSignedIn(locals.actor)));

export const POST = endpoint(async ({ locals }, context) =>
  Response.json(await requestExport(requireSignedIn(locals.actor), context.now), { status: 202 }),
);
