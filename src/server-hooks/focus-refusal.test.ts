import { expect, test } from 'vitest';
import { focusRefusal } from './focus-refusal.ts';

test('the first refused field of a page has the focus, and no other', () => {
  const page =
    '<input name="a" value="an autofocus > b" autofocus><textarea name="b" aria-invalid="true">x autofocus </textarea><p role="alert">Why.</p>';
  expect(focusRefusal(page)).toBe(
    '<input name="a" value="an autofocus > b"><textarea autofocus name="b" aria-invalid="true">x autofocus </textarea><p role="alert">Why.</p>',
  );
});

test('without a refused field, the first alert has it', () => {
  expect(
    focusRefusal('<div role="status">a</div><div class="x" role="alert">b</div><p role="alert">c</p>'),
  ).toBe(
    '<div role="status">a</div><div tabindex="-1" autofocus class="x" role="alert">b</div><p role="alert">c</p>',
  );
});

test('a page without a fault stays as it is', () => {
  expect(focusRefusal('<input autofocus>')).toBe('<input autofocus>');
});
