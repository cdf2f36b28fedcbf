import { orErrorPage } from '#lib/http/forms/form.server.ts';
import { checkedParams } from '#lib/http/input/input.server.ts';
import { loadScorecard } from '#lib/scorecards/load-scorecard.server.ts';
import { feedParams } from '#lib/scorecards/scorecard-input.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  try {
    const { feed: slug } = checkedParams(feedParams, event.params);
    return await loadScorecard({ kind: 'feed', slug });
  } catch (refusal) {
    orErrorPage(refusal);
  }
};
