import { expect, test } from 'vitest';
import { queueAddress, queueQueryOf } from './queue-address.ts';

test('the address of the queue omits defaults', () => {
  expect(queueAddress({ filter: 'all' })).toBe('/moderation');
  expect(queueAddress({ filter: 'all', reason: undefined, cursor: null })).toBe('/moderation');
  expect(queueAddress({ filter: 'held', reason: 'spam', cursor: 'a b' })).toBe(
    '/moderation?filter=held&reason=spam&cursor=a+b',
  );
  expect(queueQueryOf({ filter: 'mine' })).toBe('filter=mine');
});
