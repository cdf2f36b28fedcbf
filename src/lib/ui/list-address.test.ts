import { expect, test } from 'vitest';
import { listAddress } from './list-address.ts';

test.each([
  [{}, '/admin/mail'],
  [{ state: undefined, cursor: '' }, '/admin/mail'],
  [{ state: 'failed', cursor: 'a b&c' }, '/admin/mail?state=failed&cursor=a+b%26c'],
])('the address of a list has its query without empty parameters: %j', (params, address) => {
  expect(listAddress('/admin/mail', params)).toBe(address);
});
