import { randomUUID } from 'node:crypto';
import { findBlock } from '#lib/discussion/passages/find-passages.server.ts';
import { blockParams } from '#lib/discussion/passages/passages-input.ts';
import { orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { requestContext } from '#lib/http/request-context.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { slug, block } = pageParams(blockParams, params);
  const found = await findBlock(slug, block, requestContext(locals)).catch(orErrorPage);
  return { found, nonce: randomUUID() };
};
