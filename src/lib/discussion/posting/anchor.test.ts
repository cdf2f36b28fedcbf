import { expect, test } from 'vitest';
import type { Section } from '#lib/verdicts/verdict.ts';
import { quoted } from './anchor.ts';

const sections: Pick<Section, 'id' | 'blocks'>[] = [
  { id: 's', blocks: [{ type: 'paragraph', text: 'The firm\'s "pace"  isn’t “theirs”.' }] },
];

test('a passage can be quoted with straight or typographic quotes, whichever the verdict has', () => {
  for (const quote of ['The firm’s “pace” isn’t “theirs”.', 'The firm\'s "pace" isn\'t "theirs".'])
    expect(quoted(sections, { section: 's', quote })).toBe(true);
  expect(quoted(sections, { section: 's', quote: 'The firms pace' })).toBe(false);
});
