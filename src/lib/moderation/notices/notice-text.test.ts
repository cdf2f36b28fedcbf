import { expect, test } from 'vitest';
import { noticeView } from '../../../../tests/support/views.ts';
import { noticeText } from './notice-text.ts';

test.each([
  ['private_data', '/rules#private-data'],
  ['other', '/rules'],
  ['within_rules', null],
])('the notice about a decision for the reason %s leads to %s', (reason, href) => {
  expect(noticeText(noticeView('n', { kind: 'removed', data: { reason } })).why?.href).toBe(href);
});
