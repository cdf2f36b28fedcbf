import { describe, expect, it } from 'vitest';
import { whyNotPassword } from './password.ts';

const isCommon = (word: string) => ['password', 'qwerty', 'letmein', 'princess'].includes(word);
const whyNot = (password: string, username = 'ada') => whyNotPassword(password, username, isCommon);

describe('a password', () => {
  it.each(['tulip-harbour-eleven', 'korrektes Pferd', 'ひみつのことばはながい', 'x7#pQ2!mZ9'])(
    'may be %s',
    (password) => {
      expect(whyNot(password)).toBeNull();
    },
  );

  it('has 10 to 200 characters, each counted once whatever its bytes', () => {
    expect(whyNot('ninechars')).toBe('password-too-short');
    expect(whyNot('👩‍🚀🎈🎉🎊')).toBe('password-too-short');
    expect(whyNot('ab cd '.repeat(33) + 'ef')).toBeNull();
    expect(whyNot('ab cd '.repeat(33) + 'efg')).toBe('password-too-long');
  });

  it.each(['adalovelace', 'AdaLovelace', 'adalovelace2026!'])('is not the name itself: %s', (password) => {
    expect(whyNot(password, 'AdaLovelace')).toBe('password-is-username');
  });

  it.each([
    'Password2026',
    'password!!!!!!',
    'passwordddddd',
    'qwerty1234567',
    'passwordpassword',
    'letmein-----1',
    'PRINCESS12345',
  ])('is not a common one with padding: %s', (password) => {
    expect(whyNot(password)).toBe('password-common');
  });

  it.each(['aaaaaaaaaaaa', '123456789012', 'abababababab', '!!!!!!!!!!!!'])(
    'is not a pattern: %s',
    (password) => {
      expect(whyNot(password)).toBe('password-common');
    },
  );
});
