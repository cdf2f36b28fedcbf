import { endpoint } from '#lib/http/api/api.server.ts';
import { previewMail } from '#lib/digest/sending/find-report-panel.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestHandler } from './$types';

/**
 * A frame of the desk shows it. Nothing in it runs, is loaded or leads anywhere. It keeps its origin, which without scripts
 * is of no use to it: browsers without a display don't paint a frame of another origin.
 */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-same-origin; frame-ancestors 'self'; base-uri 'none'";

/** The mail of the unfinished issue, as mail programs get it. */
export const GET: RequestHandler = endpoint(async (_event, context) => {
  const mail = await previewMail(context);
  if (!mail) throw new Refusal('issue-not-found');
  return new Response(mail.html, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
  });
});
