import { describeMinds } from '#lib/verdicts/page/minds-text.ts';
import { findScorecard, listScorecards } from './find-scorecard.server.ts';
import { PLOT_SIZES, plotOf, type Plot } from './plot.ts';
import type { Scorecard, ScorecardAddress, ScorecardLink } from './scorecard.ts';

interface ScorecardPageData {
  card: Scorecard;
  /** None: fewer than two periods, which no line connects. */
  plots: Plot[];
  /** A sentence about each claim on which minds changed. Written here to keep it out of the page's JavaScript. */
  changes: string[];
  links: ScorecardLink[];
}

/** What its page shows. @throws Refusal `not-found` */
export async function loadScorecard(address: ScorecardAddress): Promise<ScorecardPageData> {
  const [card, links] = await Promise.all([findScorecard(address), listScorecards()]);
  const plots = card.periods.length < 2 ? [] : PLOT_SIZES.map((size) => plotOf(card.periods, size));
  const changes = card.changed.map(
    (minds) =>
      `after reading the discussion, ${minds.kind === 'assumption' ? 'the share who say it is assumed' : 'agreement'} ${describeMinds(minds)}`,
  );
  return { card, plots, changes, links };
}
