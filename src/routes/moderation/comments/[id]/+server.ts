import { endpoint } from '#lib/http/api/api.server.ts';
import { checkedParams } from '#lib/http/input/input.server.ts';
import { commentParams, loadComment } from './load-comment.server.ts';
import type { RequestHandler } from './$types';

/** For the thread's dialog, which accepts JSON only; a browser's own requests get the page. */
export const GET: RequestHandler = endpoint(({ params }, context) =>
  loadComment(checkedParams(commentParams, params).id, context),
);
