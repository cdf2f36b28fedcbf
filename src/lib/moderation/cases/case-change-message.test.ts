import { expect, test } from 'vitest';
import { newsOfCase } from './case-change-message.ts';

test('a case’s page tells what others did to it, and not who looks at it', () => {
  expect(newsOfCase({ what: 'decided', by: 'ivan' }, 'mary')).toBe('Decided by ivan just now.');
  expect(newsOfCase({ what: 'decided', by: null }, 'mary')).toBe('Decided by the site just now.');
  expect(newsOfCase({ what: 'changed', by: null }, 'mary')).toBe('Something changed here just now.');
  expect(newsOfCase({ what: 'claimed', by: 'ivan' }, 'mary')).toBeNull();
  expect(newsOfCase({ what: 'decided', by: 'mary' }, 'mary')).toBeNull();
});
