import { describe, expect, it } from 'vitest';
import { subscribeInput } from './subscriber-input.ts';

/** What would end a header, add a recipient, hide one from a filter, or need a mail server that few have. */
const REFUSED = [
  'ada@example.org\r\nBcc: eve@example.org',
  'ada@example.org\nBcc:eve@example.org',
  'ada@example.org\r\n\r\nA body',
  'ada@example.org\rRCPT TO:<eve@example.org>',
  'ada\r\n@example.org',
  'ada@exam\r\nple.org',
  'ada@example.org%0d%0aBcc:eve@example.org',
  'ada@example.org\u2028Bcc: eve@example.org',
  'ada@example.org\u0085Bcc: eve@example.org',
  'ada@example.org\0',
  'ada@example.org\u200b',
  'ada@example.org\u202e',
  'ada@example.org, eve@example.org',
  'ada@example.org; eve@example.org',
  'ada@example.org eve@example.org',
  'ada@example.org,eve@example.org',
  'Ada <ada@example.org>',
  '<ada@example.org>',
  '<ada@example.org>,<eve@example.org>',
  'ada@example.org (comment)',
  'ada(comment)@example.org',
  '"ada"@example.org',
  '"ada\r\nBcc: eve@example.org"@example.org',
  '"ada@eve"@example.org',
  'ada@"example.org"',
  '=?utf-8?q?ada?=@example.org',
  '=?utf-8?b?YWRhQGV4YW1wbGUub3JnCkJjYzogZXZl?= <ada@example.org>',
  'ada@=?utf-8?q?example?=.org',
  'ada@[192.0.2.1]',
  'ada@[IPv6:2001:db8::1]',
  'ada@localhost',
  'ada@example',
  'ada@-example.org',
  'ada@example..org',
  'ada@.example.org',
  '.ada@example.org',
  'ada..b@example.org',
  'ada@@example.org',
  'ada@eve@example.org',
  '@example.org',
  'ada@',
  'ada',
  'ada\\@example.org',
  'ada:eve@example.org',
  'friends:ada@example.org;',
  'mailto:ada@example.org',
  'ada@example.org?subject=x',
  'ada@example.org/../x',
  'ada@exämple.org',
  'ädä@example.org',
  'аda@example.org',
  'ada@例え.jp',
  'ada@example。org',
  'half \ud83d@example.org',
  `${'a'.repeat(65)}@example.org`,
  `ada@${'a'.repeat(247)}.org`,
  `ada@${'example.'.repeat(40)}org`,
  '',
  '   ',
];

describe('an address to subscribe', () => {
  it.each(REFUSED)('is refused: %j', (email) => {
    expect(subscribeInput.safeParse({ email }).success).toBe(false);
  });

  it('may have any shape that people have', () => {
    for (const email of [
      'ada@example.org',
      'Ada.Lovelace+report@mail.example.co.uk',
      "o'neil_x-1@example.org",
      'a@xn--exmple-cua.org',
      `${'a'.repeat(64)}@example.org`,
    ])
      expect(subscribeInput.parse({ email }).email).toBe(email);
  });

  it('loses the spaces around it', () => {
    expect(subscribeInput.parse({ email: ' ada@example.org\n' }).email).toBe('ada@example.org');
  });
});
