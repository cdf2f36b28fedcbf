import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { passAddress } from './pass.ts';

/**
 * A link below the assumptions' section, as HTML by the section's id: written on the server to keep it out of the page's
 * JavaScript.
 */
export function stepLink({
  slug,
  sections,
  claims,
  blindUntil,
}: Pick<VerdictView, 'slug' | 'sections' | 'claims' | 'blindUntil'>): Record<string, string> {
  const assumptions = claims.filter(({ kind }) => kind === 'assumption').length;
  const section =
    sections.find(({ kind }) => kind === 'assumptions') ??
    sections.find(({ blocks }) => blocks.some(({ type }) => type === 'assumption'));
  if (!section || assumptions < 2) return {};
  const hidden = blindUntil
    ? '<span class="votes-hidden">Votes on an assumption appear once you have voted on it.</span>'
    : '';
  return {
    [section.id]: `<p class="term no-print"><a href="${passAddress(slug)}">Vote on all ${assumptions} assumptions, one at a time</a>. ${hidden}</p>`,
  };
}
