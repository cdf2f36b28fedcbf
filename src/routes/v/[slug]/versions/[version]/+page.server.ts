import { orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { typographic } from '#lib/typographic.ts';
import { Article } from '#lib/verdicts/page/article.ts';
import { paperOf } from '#lib/verdicts/page/paper.ts';
import { articleSections } from '#lib/verdicts/page/sections-markup.ts';
import { typographicVerdict } from '#lib/verdicts/page/typographic-verdict.ts';
import { findVersion } from '#lib/verdicts/versions/find-versions.server.ts';
import { versionParams } from '#lib/verdicts/versions/version-input.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, isDataRequest }) => {
  const { slug, version } = pageParams(versionParams, params);
  const found = await findVersion(slug, version, locals.actor).catch(orErrorPage);
  const { sections, ...content } = typographicVerdict(found.content);
  return {
    found: { ...found, title: typographic(found.title), content },
    // Readers vote on the current version only.
    article: new Article(articleSections({ sections, claims: [] }), !isDataRequest),
    paper: paperOf(found.content),
  };
};
