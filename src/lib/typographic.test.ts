import fc from 'fast-check';
import { expect, test } from 'vitest';
import { typographic, typographicTexts } from './typographic.ts';

test.each([
  ['"Staged" disclosure', '“Staged” disclosure'],
  ['It doesn\'t say "who".', 'It doesn’t say “who”.'],
  ["the firms' own 'pace'", 'the firms’ own ‘pace’'],
  ['("a \'b\' c")', '(“a ‘b’ c”)'],
  ['“Half" of it', '“Half" of it'],
  ["a 5' board", 'a 5’ board'],
  ["l'emploi", 'l’emploi'],
  ['Он сказал "нет".', 'Он сказал "нет".'],
  ['他说"不"。', '他说"不"。'],
  ['*no* [Markdown](x) `here` "a"', '*no* [Markdown](x) `here` “a”'],
  ['line "one"\n"two"', 'line “one”\n“two”'],
])('%s', (straight, curly) => {
  expect(typographic(straight)).toBe(curly);
});

test('every character keeps its place', () => {
  const text = fc.string({
    unit: fc.constantFrom('"', "'", ' ', 'a', '(', '“', '\n', '\\', '🙂', '1', '*', '&'),
  });
  fc.assert(
    fc.property(text, (straight) => {
      const shown = typographic(straight);
      expect(shown.length).toBe(straight.length);
      expect(shown.replace(/[“”]/g, '"').replace(/[‘’]/g, "'")).toBe(
        straight.replace(/[“”]/g, '"').replace(/[‘’]/g, "'"),
      );
    }),
    { numRuns: 1000 },
  );
});

test('texts are found at any depth, and everything else stays', () => {
  expect(typographicTexts({ a: ['"x"', { b: "it's", c: 1, d: null, e: true }] })).toEqual({
    a: ['“x”', { b: 'it’s', c: 1, d: null, e: true }],
  });
});
