import { extractClaims } from '#lib/verdicts/parse/claims/claims.ts';
import { kindOfHeading } from '#lib/verdicts/parse/detect-shape.ts';
import { sectionIds } from '#lib/verdicts/page/section-id.ts';
import type { ClaimDraft, Section, StructuredVerdict } from '#lib/verdicts/verdict.ts';

/** A structured verdict as posted: derivable fields may be missing. */
export type PartialVerdict = Omit<StructuredVerdict, 'shape' | 'sections' | 'claims'> & {
  shape?: StructuredVerdict['shape'] | undefined;
  sections: (Omit<Section, 'id' | 'kind'> & {
    id?: string | undefined;
    kind?: Section['kind'] | undefined;
  })[];
  claims?: ClaimDraft[] | undefined;
};

/** Derives missing fields. The order of the fields is fixed, because their hash is compared. */
export function completeVerdict(given: PartialVerdict): StructuredVerdict {
  const idOf = sectionIds();
  const sections = given.sections.map(({ id, heading, kind, banners, blocks }) => ({
    id: idOf(id ?? heading),
    heading,
    kind: kind ?? kindOfHeading(heading),
    banners,
    blocks,
  }));
  const { score, mode, attribution, confidence, speaker } = given;
  const scoring = { score, mode, attribution, confidence, speaker };
  return {
    shape: given.shape ?? (score ? 'scored-claim' : 'autopsy'),
    title: given.title,
    source: given.source,
    publishedAt: given.publishedAt,
    publishedText: given.publishedText ?? given.publishedAt,
    model: given.model,
    opening: given.opening,
    sample: given.sample,
    ...scoring,
    sections,
    claims: given.claims ?? extractClaims({ labels: [], sections, scoring }),
  };
}
