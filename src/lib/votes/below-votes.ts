import { earlierMarkup } from '#lib/verdicts/page/earlier-markup.ts';
import type { ClaimView } from '#lib/verdicts/verdict-view.ts';

const HINT =
  '<p class="vote-hint anonymous-only no-print">To vote, choose a side and sign in. Your choice is kept.</p>';

/**
 * What is below the vote on a claim, by its id, as HTML: written on the server to keep it out of the page's JavaScript.
 * `peek`: the form that shows hidden votes (blind/peek-form.ts), or ''. It is about all claims, and said once: at the
 * first, which is the stamp's.
 */
export function belowVotes(
  claims: Pick<ClaimView, 'id' | 'kind' | 'earlier'>[],
  peek: string,
): Record<string, string> {
  const below = earlierMarkup(claims);
  const [first] = claims;
  return first ? { ...below, [first.id]: `${HINT}${peek}${below[first.id] ?? ''}` } : below;
}
