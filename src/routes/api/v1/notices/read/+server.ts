import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { markRead } from '#lib/notices/mark-read.server.ts';
import { readInput } from '#lib/notices/notice-input.ts';

export const POST = endpoint(async ({ request }, context) => {
  await markRead(await jsonBody(request, readInput), context);
  return new Response(null, { status: 204 });
});
