import { randomUUID } from 'node:crypto';
import { findBlock } from '#lib/discussion/passages/find-passages.server.ts';
import { blockParams, passageCommentsQuery } from '#lib/discussion/passages/passages-input.ts';
import { orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { requestContext } from '#lib/http/request-context.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const { slug, block } = pageParams(blockParams, params);
  const { cursor } = pageQuery(passageCommentsQuery, url);
  const found = await findBlock(slug, { ...block, cursor }, requestContext(locals)).catch(orErrorPage);
  return { found, isFirst: cursor === undefined, nonce: randomUUID() };
};
