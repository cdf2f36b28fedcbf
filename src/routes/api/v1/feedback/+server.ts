import { json } from '@sveltejs/kit';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { feedbackInput } from '#lib/feedback/feedback-input.ts';
import { sendFeedback } from '#lib/feedback/send-feedback.server.ts';

export const POST = endpoint(async ({ request, locals, getClientAddress }) => {
  const input = await jsonBody(request, feedbackInput);
  return json(await sendFeedback(input, locals.actor, getClientAddress()), { status: 201 });
});
