import { requestContext } from '#lib/http/request-context.server.ts';
import { findOverview } from '#lib/admin/find-overview.server.ts';
import { orErrorPage } from '#lib/http/forms/form.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
  await parent();
  return { overview: await findOverview(requestContext(locals)).catch(orErrorPage) };
};
