import { markup } from '#lib/ui/markup.ts';
import { longDate } from '#lib/ui/relative-time.ts';
import type { ClaimView, EarlierWording } from '#lib/verdicts/verdict-view.ts';
import { shownLabel } from './stamp.ts';

/**
 * By the id of each claim that edits reworded: that votes on the earlier wording don't count, and the earlier wordings,
 * each with its bar, as HTML. Without votes there is no bar to show, and nobody to tell.
 */
export function earlierMarkup(claims: Pick<ClaimView, 'id' | 'kind' | 'earlier'>[]): Record<string, string> {
  return Object.fromEntries(
    claims.flatMap(({ id, kind, earlier }) => {
      const wordings = earlier ? [earlier, ...(earlier.before ?? [])] : [];
      const voted = wordings.filter(({ agree, disagree }) => agree + disagree > 0);
      if (!voted[0]) return [];
      // The page is the same for everyone: it doesn't know who voted.
      const note = markup`<p class=reworded>Reworded on ${longDate(voted[0].at)}. Votes on the earlier wording don’t count here: if you voted, vote again.</p>`;
      return [[id, note.text + voted.map((wording) => wordingMarkup(kind, wording)).join('')]];
    }),
  );
}

function wordingMarkup(kind: ClaimView['kind'], { label, agree, disagree, until }: EarlierWording): string {
  const words = kind === 'assumption' ? ['assumed', 'not assumed'] : ['agree', 'disagree'];
  const share = Math.round((100 * agree) / (agree + disagree));
  const bar = markup`<span class=earlier-bar aria-hidden=true style="--share:${share}%"></span>`;
  return markup`<div class=earlier><b>Earlier wording, until version ${until}</b> <q dir=auto>${shownLabel(label)}</q> <span class=earlier-votes>${agree} ${words[0]}, ${disagree} ${words[1]}</span>${bar}</div>`
    .text;
}
