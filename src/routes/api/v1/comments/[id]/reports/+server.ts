import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { reportComment } from '#lib/moderation/reports/report-comment.server.ts';
import { reportInput } from '#lib/moderation/reports/report-input.ts';
import { withdrawReport } from '#lib/moderation/reports/withdraw-report.server.ts';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ params, request, getClientAddress }, context) => {
  const address = getClientAddress();
  const { reason, note } = await jsonBody(request, reportInput);
  const { created } = await reportComment(params.id, { reason, note }, { ...context, address });
  return json({ comment: params.id, reason, note: note ?? null }, { status: created ? 201 : 200 });
});

export const DELETE: RequestHandler = endpoint(async ({ params }, context) => {
  await withdrawReport(params.id, context);
  return new Response(null, { status: 204 });
});
