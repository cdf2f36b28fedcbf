import { orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { typographic } from '#lib/typographic.ts';
import { paperOf } from '#lib/verdicts/page/paper.ts';
import { typographicVerdict } from '#lib/verdicts/page/typographic-verdict.ts';
import { findVersion } from '#lib/verdicts/versions/find-versions.server.ts';
import { versionParams } from '#lib/verdicts/versions/version-input.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { slug, version } = pageParams(versionParams, params);
  const found = await findVersion(slug, version, locals.actor).catch(orErrorPage);
  return {
    found: { ...found, title: typographic(found.title), content: typographicVerdict(found.content) },
    paper: paperOf(found.content),
  };
};
