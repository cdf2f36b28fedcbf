import { readdirSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CROSS_ORIGIN_ROUTES, isForeignWrite } from './foreign-writes.ts';

const OWN = 'https://copecheck.example';
const FOREIGN = ['https://evil.example', 'null', 'https://copecheck.example.evil.example', `${OWN}:8443`, ''];
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'REPORT'];

/** The ids of all routes, as SvelteKit names them. */
const routes = readdirSync('src/routes', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\+(page|server)[.a-z]*$/.test(file))
  .map((file) => `/${dirname(file).split(sep).join('/')}`.replace(/^\/\.$/, '/'));

const ask = (write: Partial<Parameters<typeof isForeignWrite>[0]>) =>
  isForeignWrite({
    method: 'POST',
    route: '/settings',
    origin: null,
    ownOrigin: OWN,
    hasSession: () => true,
    ...write,
  });

describe('a write', () => {
  it('is foreign from any other origin, with or without a session, whatever its path and method', () => {
    expect(routes.length).toBeGreaterThan(40);
    for (const route of [null, ...routes].filter((one) => !CROSS_ORIGIN_ROUTES.includes(one ?? '')))
      for (const method of WRITES) {
        for (const origin of FOREIGN)
          for (const signedIn of [true, false])
            expect(
              ask({ route, method, origin, hasSession: () => signedIn }),
              `${method} ${route} ${origin}`,
            ).toBe(true);
        expect(ask({ route, method, origin: null }), `${method} ${route} without an Origin`).toBe(true);
      }
  });

  it('is not foreign from this site or from a program without cookies', () => {
    expect(ask({ origin: OWN })).toBe(false);
    expect(ask({ origin: null, hasSession: () => false })).toBe(false);
  });

  it('is accepted from anywhere where mail programs unsubscribe, but not at similar addresses', () => {
    for (const route of ['/unsubscribe', '/notices/unsubscribe'])
      for (const origin of [null, ...FOREIGN]) expect(ask({ route, origin })).toBe(false);
    for (const route of [
      '/unsubscribe/',
      '/unsubscribe/x',
      '/Unsubscribe',
      '/report/unsubscribe',
      '/notices',
    ])
      expect(ask({ route }), route).toBe(true);
  });
});

it('reads are never foreign', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(ask({ method, origin: FOREIGN[0]! })).toBe(false);
});
