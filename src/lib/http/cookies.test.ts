import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cookiesOf } from './cookies.ts';

// SvelteKit's own copy of the parser, wherever npm has put it.
const ofKit = createRequire(import.meta.resolve('@sveltejs/kit/package.json'));
const { parse } = ofKit('cookie') as { parse: (header: string) => Record<string, string> };

/** The parts from which attackers and broken clients make headers. */
const part = fc.constantFrom(
  ...[
    'session',
    'appearance',
    'Session',
    'x',
    '=',
    ';',
    ' ',
    '\t',
    '"',
    ',',
    '%',
    '%20',
    '%73',
    '\u0000',
    '\u00a0',
  ],
  ...['secret', 'dark', '$Version', '; ', '; session=', 'session =', '\ufeff'],
);

test('it reads a header exactly as SvelteKit does', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const header = parts.join('');
      expect(Object.fromEntries(cookiesOf(header))).toEqual({ ...parse(header) });
    }),
    { numRuns: 3000, seed: 15 },
  );
});

test.each([
  ['session =a', 'a'],
  ['\tsession\t=\ta', 'a'],
  ['session="a"', 'a'],
  ['other; session=a; session=b', 'a'],
  ['session=%61', 'a'],
  ['session=%', '%'],
  ['Session=a', undefined],
  ['xsession=a', undefined],
  ['session', undefined],
])('%j', (header, value) => {
  expect(cookiesOf(header).get('session')).toBe(value);
});
