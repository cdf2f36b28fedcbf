import { orErrorPage } from '#lib/form.server.ts';
import { pageQuery } from '#lib/input.server.ts';
import { deskListQuery } from '#lib/verdicts/desk-list-input.ts';
import { listDrafts } from '#lib/verdicts/find-draft.server.ts';
import { listDeskVerdicts } from '#lib/verdicts/list-desk-verdicts.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  await parent();
  const query = pageQuery(deskListQuery, url);
  const { q, cursor } = query;
  const [verdicts, drafts] = await Promise.all([
    listDeskVerdicts(query, locals.actor),
    listDrafts({ q }, locals.actor),
  ]).catch(orErrorPage);
  return { verdicts, drafts, q, cursor };
};
