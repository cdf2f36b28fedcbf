import { markup, type Markup } from '#lib/ui/markup.ts';
import type { ClaimView, Minds } from '#lib/verdicts/verdict-view.ts';
import { shownLabel } from './stamp.ts';

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const points = (difference: number): string => {
  const rounded = Math.round(100 * difference);
  return rounded < 0 ? `−${-rounded}` : rounded > 0 ? `+${rounded}` : '0';
};

/** What follows the name of the share in a sentence. */
export function describeMinds({ readers, before, after, low, high }: Minds): string {
  const [from, to] = [percent(before), percent(after)];
  const change =
    to === from ? `stayed at ${to}` : `${after > before ? 'rose' : 'fell'} from ${from} to ${to}`;
  return `${change} (${readers} readers; 95 % interval of the change: ${points(low)} to ${points(high)} points).`;
}

type Shown = Pick<ClaimView, 'id' | 'kind' | 'label'> & Partial<Pick<ClaimView, 'minds'>>;

/** An assumption is a sentence itself. */
const shareOf = ({ kind, label }: Shown): Markup =>
  kind === 'assumption'
    ? markup`“${shownLabel(label)}”: after reading the discussion, the share who say it is assumed`
    : markup`After reading the discussion, agreement with “${shownLabel(label)}”`;

/** Whether chance is unlikely to explain the change. */
const isClear = ({ low, high }: Minds): boolean => low > 0 || high < 0;

/**
 * Lines below the verdict for the claims with enough readers and a clear change, as HTML: its code isn't needed before the
 * page is live. The API has the others, too.
 */
export function mindsMarkup(claims: Shown[]): string {
  const counted = claims.filter(({ minds }) => minds);
  const clear = counted.filter(({ minds }) => isClear(minds!));
  if (counted.length > 0 && clear.length === 0)
    return '<p class="term">The discussion changed few minds so far.</p>';
  return clear
    .map(
      (claim) =>
        markup`<p class="term" dir="auto" id="minds-${claim.id}">${shareOf(claim)} <span>${describeMinds(claim.minds!)}</span></p>`
          .text,
    )
    .join('');
}
