import { exampleQuery } from '#lib/common-ground/explanation/example-input.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => {
  const chosen = pageQuery(exampleQuery, url);
  return {
    ratings: {
      agree: { helpful: chosen['agree-helpful'], notHelpful: chosen['agree-not'] },
      disagree: { helpful: chosen['disagree-helpful'], notHelpful: chosen['disagree-not'] },
    },
  };
};
