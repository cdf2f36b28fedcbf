import { markup } from '#lib/ui/markup.ts';
import type { ClaimView, Minds } from '#lib/verdicts/verdict-view.ts';
import { shownLabel } from './stamp.ts';

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const points = (difference: number): string => {
  const rounded = Math.round(100 * difference);
  return rounded < 0 ? `−${-rounded}` : rounded > 0 ? `+${rounded}` : '0';
};

/** One sentence for readers. */
export function describeMinds({ readers, before, after, low, high }: Minds): string {
  const change = points(after - before);
  const moved =
    change === '0'
      ? `agreement stayed at ${percent(after)}`
      : `agreement went from ${percent(before)} to ${percent(after)}`;
  return `Of ${readers} readers who voted before they opened the discussion, ${moved} (${change} points, 95 % between ${points(low)} and ${points(high)}).`;
}

/** A line below the verdict for each claim with enough readers, as HTML: its code isn't needed before the page is live. */
export function mindsMarkup(claims: Pick<ClaimView, 'id' | 'label' | 'minds'>[]): string {
  return claims
    .flatMap(({ id, label, minds }) =>
      minds
        ? markup`<p class="term" id="minds-${id}"><dfn dir="auto">${shownLabel(label)}</dfn>: <span>${describeMinds(minds)}</span></p>`
            .text
        : [],
    )
    .join('');
}
