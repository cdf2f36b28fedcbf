import { markup } from '#lib/ui/markup.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { scorecardPath } from './scorecard.ts';

type Named = Pick<VerdictView, 'source' | 'model' | 'scorecards'>;

/** Links to the scorecards of a verdict, as HTML: its code isn't needed before the page is live. Empty without any. */
export function scorecardsMarkup({ source, model, scorecards }: Named): string {
  const link = (href: string, name: string | null) =>
    markup`<a href="${href}">Scorecard of <bdi>${name ?? ''}</bdi></a>`.text;
  const links = [
    scorecards.model && link(scorecardPath({ kind: 'model', slug: scorecards.model }), model),
    scorecards.feed && link(scorecardPath({ kind: 'feed', slug: scorecards.feed }), source.feed),
  ].filter(Boolean);
  return links.length > 0 ? `<p class="term">${links.join(', ')}</p>` : '';
}
