import { expect, test } from 'vitest';
import { shownAnchor } from './comment-form-input.ts';

test('a composer gets back only a passage that it can show', () => {
  const quoted = JSON.stringify({ section: 's', quote: 'It grew.' });
  expect(shownAnchor(quoted)).toBe(quoted);
  for (const text of ['{', '7', 'null', '{}', '{"section":"s"}']) expect(shownAnchor(text)).toBe('');
});
