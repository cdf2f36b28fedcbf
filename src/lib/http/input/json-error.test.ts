import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonErrorText, jsonError } from './json-error.ts';

const at = (text: string) => {
  const fault = jsonError(text);
  return fault && `${fault.line}:${fault.column} ${fault.expected}, ${fault.found}`;
};

test.each([
  ['', '1:1 a value, the end'],
  ['{"title": ', '1:11 a value, the end'],
  ['{\n  "title": "A"\n  "mode": 1\n}', '3:3 a comma or a closing bracket, "mode": 1'],
  ['{"a": 1,}', '1:9 a field name in double quotes, }'],
  ['{a: 1}', '1:2 a field name in double quotes or "}", a: 1}'],
  ["{'a': 1}", '1:2 a field name in double quotes or "}", \'a\': 1}'],
  ['{"a" 1}', '1:6 a colon, 1}'],
  ['[1, 2', '1:6 a comma or a closing bracket, the end'],
  ['[1 2]', '1:4 a comma or a closing bracket, 2]'],
  ['[1}', '1:3 a comma or a closing bracket, }'],
  ['[,]', '1:2 a value or "]", ,]'],
  ['{"a": 1} x', '1:10 nothing more, x'],
  ['{"a": "line\nbreak"}', '1:7 a value, "line'],
  ['{"a": "\\x"}', '1:7 a value, "\\x"}'],
  ['{"a": NaN}', '1:7 a value, NaN}'],
  ['[01]', '1:2 a value or "]", 01]'],
  ['// a comment\n{}', '1:1 a value, // a comment'],
])('%j stops being JSON at %s', (text, place) => {
  expect(at(text)).toBe(place);
});

test('the sentence has the position, what was expected and what was found', () => {
  expect(jsonErrorText(jsonError('[1,')!)).toBe('Line 1, column 4: expected a value, found the end.');
});

test('valid JSON has no error, and text that JSON.parse refuses has one', () => {
  const soup = fc
    .array(
      fc.constantFrom(
        ...'{ } [ ] , : "a" "\\u00e9" 1 -0.5e3 1e 1E5 01 true TRUE "\\N" nul null " \\ \n'.split(' '),
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(soup, fc.json(), fc.string()), (text) => {
      expect(jsonError(text) === null).toBe(isJson(text));
    }),
    { numRuns: 2000 },
  );
});

test('large texts are read', () => {
  expect(at(`["${'a'.repeat(2_000_000)}"`)).toMatch(/^1:2000004 /);
  expect(at(`["${'\\n'.repeat(1_000_000)}`)).toMatch(/^1:2 a value/);
  expect(at('['.repeat(1_000_000))).toMatch(/^1:1000001 /);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
