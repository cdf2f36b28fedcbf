import { expect, test } from 'vitest';
import { outagePage } from './outage-page.ts';

test('an unsent form is returned complete and escaped', () => {
  const page = outagePage({
    action: '/v/x?/comment',
    fields: [
      ['body', '\n</textarea><script>alert(1)</script>'],
      ['nonce', '"><b>'],
    ],
  });
  expect(page).toContain('action="/v/x?/comment"');
  // A browser drops the first line break of a textarea, so the page adds one.
  expect(page).toContain('>\n\n&#60;/textarea&#62;&#60;script&#62;');
  expect(page).toContain('value="&#34;&#62;&#60;b&#62;"');
  expect(page).not.toContain('<script>');
});

test('a page without a form says nothing about a text', () => {
  expect(outagePage(null)).not.toContain('Your text');
});
