import { expect, it } from 'vitest';
import { hashPassword, isCommonPassword, passwordMatches } from './password.server.ts';

it('keeps passwords as argon2id with 19 MiB and two passes', async () => {
  expect(await hashPassword('tulip-harbour-eleven')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

it('knows a password however its accents were typed', async () => {
  const stored = await hashPassword('caf\u00e9-am-abend');
  expect(await passwordMatches(stored, 'cafe\u0301-am-abend')).toBe(true);
  expect(await passwordMatches(stored, 'cafe-am-abend')).toBe(false);
});

it('matches nothing where nothing is stored', async () => {
  expect(await passwordMatches(null, 'tulip-harbour-eleven')).toBe(false);
});

it('knows what attackers try first', () => {
  expect(isCommonPassword('qwertyuiop')).toBe(true);
  expect(isCommonPassword('tulip-harbour-eleven')).toBe(false);
});
