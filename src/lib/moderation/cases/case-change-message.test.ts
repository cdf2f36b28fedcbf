import { expect, test } from 'vitest';
import { caseChangeMessage } from './case-change-message.ts';

test('a case’s page announces what others did, but not leases or its reader’s own decisions', () => {
  expect(caseChangeMessage({ what: 'decided', by: 'ivan' }, 'mary')).toBe('Decided by ivan just now.');
  expect(caseChangeMessage({ what: 'decided', by: null }, 'mary')).toBe('Decided by the site just now.');
  expect(caseChangeMessage({ what: 'changed', by: null }, 'mary')).toBe('This case changed just now.');
  expect(caseChangeMessage({ what: 'leased', by: 'ivan' }, 'mary')).toBeNull();
  expect(caseChangeMessage({ what: 'decided', by: 'mary' }, 'mary')).toBeNull();
});
