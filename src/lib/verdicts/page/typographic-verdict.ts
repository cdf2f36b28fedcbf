import { typographic, typographicTexts } from '#lib/typographic.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';

/** A verdict with typographic quotes, for pages. Programs get its texts as they were published. */
export function typographicVerdict<
  V extends Pick<VerdictView, 'title' | 'opening'> & { sections: unknown[]; claims?: unknown[] },
>(verdict: V): V {
  const { title, opening, sections, claims } = verdict;
  return {
    ...verdict,
    title: typographic(title),
    opening: opening && typographic(opening),
    sections: typographicTexts(sections),
    ...(claims && { claims: typographicTexts(claims) }),
  };
}
