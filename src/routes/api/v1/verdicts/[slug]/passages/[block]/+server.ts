import { endpoint, queryOf } from '#lib/http/api/api.server.ts';
import { checkedParams } from '#lib/http/input/input.server.ts';
import { listCommentsOn } from '#lib/discussion/passages/find-passages.server.ts';
import { blockParams, passageCommentsQuery } from '#lib/discussion/passages/passages-input.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint((event, context) => {
  const { slug, block } = checkedParams(blockParams, event.params);
  return listCommentsOn(slug, { ...block, ...queryOf(event.url, passageCommentsQuery) }, context);
});
