import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { returnAddress, returnAddressOf } from './return-address.ts';

describe('the way back after signing in', () => {
  it.each(['/v/a-verdict#c-1', '/?sort=top', '/u/ada', '/v/x?a=b&c=%2F%2Fd'])('leads to %s', (to) => {
    expect(returnAddress(to)).toBe(to);
  });

  it('leads to the page of this site that led to the form, if the address doesn’t say', () => {
    const site = 'https://cope.example';
    expect(returnAddressOf(undefined, `${site}/v/x?sort=top`, site)).toBe('/v/x?sort=top');
    expect(returnAddressOf('/about', `${site}/v/x`, site)).toBe('/about');
    for (const from of [null, 'about:blank', 'https://evil.example/v/x', `${site}/sign-up`])
      expect(returnAddressOf(undefined, from, site)).toBe('/');
  });

  it.each([
    null,
    '',
    'v/x',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '\\/evil.example',
    'javascript:alert(1)',
    ' //evil.example',
  ])('never leads away: %j', (to) => {
    expect(returnAddress(to)).toBe('/');
  });

  it.each(['/sign-in', '/sign-up?to=/sign-in', '/sign-out'])('never leads in a circle: %s', (to) => {
    expect(returnAddress(to)).toBe('/');
  });

  it('never leads to another site', () => {
    const site = 'https://copecheck.example';
    const hostile = fc.array(
      fc.constantFrom('/', '\\', '.', '..', '//', '\t', '\n', '@', ':', 'evil.example', '%2f'),
    );
    const any = fc.oneof(
      fc.string(),
      hostile.map((parts) => `/${parts.join('')}`),
    );
    fc.assert(
      fc.property(any, (to) => new URL(returnAddress(to), site).origin === site),
      { numRuns: 2000 },
    );
  });
});
