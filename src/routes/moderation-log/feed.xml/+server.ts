import { endpoint } from '#lib/http/api/api.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { ledgerQuery } from '#lib/moderation/moderation-input.ts';
import { listLedger } from '#lib/moderation/ledger/list-ledger.server.ts';
import { atomOf } from '../atom.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async ({ url }) => {
  const { items } = await listLedger(pageQuery(ledgerQuery, url));
  return new Response(atomOf(items, { origin: url.origin, self: url.href }), {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'public, max-age=60' },
  });
});
