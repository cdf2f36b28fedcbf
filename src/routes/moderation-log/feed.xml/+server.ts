import { endpoint, queryOf } from '#lib/api.server.ts';
import { ledgerQuery } from '#lib/moderation/decide-input.ts';
import { listLedger } from '#lib/moderation/list-ledger.server.ts';
import { atomOf } from '../atom.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async ({ url }) => {
  const { items } = await listLedger(queryOf(url, ledgerQuery));
  return new Response(atomOf(items, { origin: url.origin, self: url.href }), {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'public, max-age=60' },
  });
});
