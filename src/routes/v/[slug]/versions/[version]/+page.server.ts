import { orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { findVersion } from '#lib/verdicts/versions/find-versions.server.ts';
import { versionParams } from '#lib/verdicts/versions/version-input.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { slug, version } = pageParams(versionParams, params);
  return { found: await findVersion(slug, version, locals.actor).catch(orErrorPage) };
};
