import type { CorrectionKind, LineRole } from '#lib/verdicts/parse/parsed-page.ts';

export type RoleFamily = 'head' | 'heading' | 'claim' | 'text' | 'cut' | 'open';

interface RoleLabel {
  name: string;
  family: RoleFamily;
}

export const ROLES: Record<LineRole, RoleLabel> = {
  blank: { name: '', family: 'text' },
  furniture: { name: 'Boilerplate', family: 'cut' },
  separator: { name: 'Separator', family: 'cut' },
  source: { name: 'Source', family: 'head' },
  sample: { name: 'Sample mark', family: 'head' },
  title: { name: 'Title', family: 'head' },
  opening: { name: 'Opening', family: 'head' },
  address: { name: 'Address', family: 'head' },
  banner: { name: 'Banner', family: 'head' },
  label: { name: 'Label', family: 'head' },
  heading: { name: 'Heading', family: 'heading' },
  'sub-heading': { name: 'Sub-heading', family: 'heading' },
  score: { name: 'Score', family: 'claim' },
  mode: { name: 'Mode', family: 'claim' },
  attribution: { name: 'Attribution', family: 'head' },
  confidence: { name: 'Confidence', family: 'head' },
  assumption: { name: 'Assumption', family: 'claim' },
  classification: { name: 'Classification', family: 'claim' },
  paragraph: { name: 'Text', family: 'text' },
  list: { name: 'List', family: 'text' },
  table: { name: 'Table', family: 'text' },
  'not-understood': { name: 'Not understood', family: 'open' },
};

export const CORRECTION_NAMES: [kind: CorrectionKind, name: string][] = [
  ['source', 'Source'],
  ['title', 'Title'],
  ['opening', 'Opening'],
  ['heading', 'Heading'],
  ['text', 'Text'],
  ['assumption', 'Assumption'],
  ['classification', 'Classification'],
  ['furniture', 'Boilerplate'],
];
