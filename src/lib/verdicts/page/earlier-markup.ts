import { markup } from '#lib/ui/markup.ts';
import type { ClaimView } from '#lib/verdicts/verdict-view.ts';
import { shownLabel } from './stamp.ts';

/**
 * By the id of each claim that an edit reworded: the earlier wording with its bar, as HTML. Without votes there is no
 * bar to show.
 */
export function earlierMarkup(claims: Pick<ClaimView, 'id' | 'kind' | 'earlier'>[]): Record<string, string> {
  return Object.fromEntries(
    claims.flatMap(({ id, kind, earlier }) => {
      if (!earlier || earlier.agree + earlier.disagree === 0) return [];
      const { label, agree, disagree, until } = earlier;
      const words = kind === 'assumption' ? ['assumed', 'not assumed'] : ['agree', 'disagree'];
      const share = Math.round((100 * agree) / (agree + disagree));
      const bar = markup`<span class=earlier-bar aria-hidden=true style="--share:${share}%"></span>`;
      const text = markup`<div class=earlier>Earlier wording, until version ${until}: <q dir=auto>${shownLabel(label)}</q> ${agree} ${words[0]}, ${disagree} ${words[1]}${bar}</div>`;
      return [[id, text.text]];
    }),
  );
}
