import { expect, test } from 'vitest';
import { readCursor, writeCursor } from './cursor.ts';

test('a cursor comes back as it was written', () => {
  const cursor = { path: '0000000a00000b01', score: -0.25 };
  expect(readCursor(writeCursor(cursor))).toEqual(cursor);
});

test('no cursor means the first page', () => {
  expect(readCursor(undefined)).toBeNull();
  expect(readCursor('')).toBeNull();
});

test.each([
  '%%%',
  'bm9uc2Vuc2U',
  writeCursor({ path: 'xyz', score: 1 }),
  btoa('0000000a|'),
  btoa("00000001' OR 1|0"),
])('a cursor that this list never wrote is refused: %s', (text) => {
  expect(() => readCursor(text)).toThrow('not a cursor');
});
