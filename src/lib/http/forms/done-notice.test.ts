import { expect, test } from 'vitest';
import { DONE, leaveDone, takeDone } from './done-notice.ts';

function jar() {
  const kept = new Map<string, string>();
  return {
    kept,
    get: (name: string) => kept.get(name),
    set: (name: string, value: string, { maxAge }: { maxAge: number }) =>
      void (maxAge === 0 ? kept.delete(name) : kept.set(name, value)),
  };
}

test('a notice is shown once', () => {
  const cookies = jar();
  leaveDone(cookies, 'created');
  expect(takeDone(cookies)).toEqual([DONE.created]);
  expect(takeDone(cookies)).toEqual([]);
});

test.each(['constructor', '<b>You won</b>', ''])('a cookie with %j shows nothing', (value) => {
  const cookies = jar();
  cookies.kept.set('done', value);
  expect(takeDone(cookies)).toEqual([]);
});
