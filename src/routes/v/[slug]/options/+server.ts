import { endpoint, queryOf } from '#lib/http/api/api.server.ts';
import { checkedParams } from '#lib/http/input/input.server.ts';
import { optionsQuery } from '#lib/discussion/options/bookmark-input.ts';
import { findOptionsWithReply } from '#lib/authorship/mark-reply.server.ts';
import { verdictParams } from '#lib/verdicts/verdict-params-input.ts';
import type { RequestHandler } from './$types';

/** For the thread's dialog, which accepts JSON only; a browser's own requests get the page. */
export const GET: RequestHandler = endpoint(({ params, url }, context) =>
  findOptionsWithReply(
    checkedParams(verdictParams, params).slug,
    queryOf(url, optionsQuery).comment,
    context,
  ),
);
