import { matchKey } from './match-key.ts';

/** Titles that the Oracle's pages print above any text, as match keys. They don't identify an article. */
const GENERIC_TITLES = new Set([
  'analysis',
  'autopsy',
  'cope analysis',
  'cope autopsy',
  'cope check',
  'copecheck',
  'cope score',
  'cope verdict',
  'entity analysis',
  'entity check',
  'first line',
  'oracle',
  'oracle analysis',
  'oracle summary',
  'oracle verdict',
  'oracle s summary',
  'oracle s verdict',
  'original text',
  'product diagnosis',
  'statement analysis',
  'summary',
  'text analysis',
  'text analysis protocol',
  'text autopsy',
  'text start',
  'the autopsy',
  'the claim',
  'the dissection',
  'the oracle s summary',
  'the oracle s verdict',
  'the verdict',
  'untitled',
  'url analysis',
  'url scan',
  'verdict',
]);

export function isGenericTitle(title: string): boolean {
  return GENERIC_TITLES.has(matchKey(title));
}
