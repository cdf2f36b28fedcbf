import { listOutcomes } from '#lib/challenges/list-challenges.server.ts';
import { orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { verdictParams } from '#lib/verdicts/verdict-params-input.ts';
import { typographic } from '#lib/typographic.ts';
import { listVersions } from '#lib/verdicts/versions/find-versions.server.ts';
import { versionsQuery } from '#lib/verdicts/versions/version-input.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const { slug } = pageParams(verdictParams, params);
  const query = pageQuery(versionsQuery, url);
  const list = await listVersions(slug, query, locals.actor).catch(orErrorPage);
  const firstPage = query.before === undefined;
  const outcomes = firstPage ? await listOutcomes(slug) : [];
  return { list: { ...list, title: typographic(list.title) }, firstPage, outcomes };
};
