import { expect, test } from 'vitest';
import { sentenceCase } from './sentence-case.ts';

test('a heading in capitals is set as a sentence, its acronyms kept', () => {
  expect(sentenceCase('THE CORE FALLACY (RELATIVE TO DT)')).toBe('The core fallacy (relative to DT)');
  expect(sentenceCase('AI AND THE STATE')).toBe('AI and the state');
});

test('any other heading stays as it was written', () => {
  expect(sentenceCase('Hidden Assumptions')).toBe('Hidden Assumptions');
  expect(sentenceCase('社会功能')).toBe('社会功能');
  expect(sentenceCase('')).toBe('');
});
