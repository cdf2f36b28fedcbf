// Values that often break programs.
import fc from 'fast-check';

const LONE_HIGH = '\ud83d';

const FIXED = [
  '',
  ' ',
  '\0',
  'a\0b',
  LONE_HIGH,
  `x\udc00y`,
  '\ufeff',
  '\u202eltr\u202c',
  'مرحبا',
  '👩‍👩‍👧‍👦',
  'İ',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
  '{"$ne":null}',
  "' OR 1=1 --",
  "'; SELECT pg_sleep(9); --",
  '%',
  '_%',
  '\\',
  '%00',
  '%zz',
  '%ED%A0%80',
  '../../etc/passwd',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  '<script>alert(1)</script>',
  '${7*7}{{7*7}}',
  'a\r\nset-cookie: x=y',
  '-'.repeat(36),
  '- '.repeat(60),
  '!'.repeat(40),
  '"'.repeat(41),
  '<-> & | ! ( ) :*',
  'a:* & !b | (c',
  '0',
  '-1',
  '-0',
  '1.5',
  '1e400',
  '1e-400',
  'NaN',
  'Infinity',
  '0x10',
  '2147483647',
  '2147483648',
  '9007199254740993',
  '9223372036854775808',
  '99999999999999999999',
  '0000-01-01',
  '0000-01-01T00:00:00.000Z',
  '275760-09-13T00:00:00.000Z',
  '+275760-09-13T00:00:00.000Z',
  '-271821-04-20T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30',
  '2026-11-28T24:00:00Z',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '0198c5a0-0000-7000-8000-00000000000g',
];

const long = fc
  .tuple(
    fc.constantFrom('a', '-', '"', '<', '[', '*', '> ', '# ', '`', '\u0301', '👍', '\n', '(', '_a'),
    fc.constantFrom(50, 201, 301, 1001, 10_001, 40_000),
  )
  .map(([piece, times]) => piece.repeat(times).slice(0, 60_000));

const syntax = fc
  .array(
    fc.constantFrom(
      '-',
      '"',
      'or',
      ' ',
      'a',
      '(',
      '!',
      '&',
      '|',
      ':*',
      '<->',
      '\\',
      "'",
      '%',
      '_',
      '[',
      '](',
      '**',
      '`',
      '<b>',
      '&#0;',
      '\n> ',
    ),
    { maxLength: 80 },
  )
  .map((pieces) => pieces.join(''));

/** Cursors in the site's format with impossible values. */
function cursor(of: fc.Arbitrary<string>) {
  const base64 = (text: string) => Buffer.from(text).toString('base64url');
  const id = fc.constantFrom('0198c5a0-0000-7000-8000-000000000001', '-'.repeat(36));
  return fc.oneof(
    fc
      .tuple(fc.constantFrom('newest', 'discussed', 'top'), of, id)
      .map((place) => base64(JSON.stringify(place))),
    fc.tuple(of.map(Number), of, id).map((place) => base64(JSON.stringify(place))),
    fc.array(of, { maxLength: 3 }).map((place) => base64(JSON.stringify(place))),
    fc.tuple(of, of).map(([path, score]) => base64(`${path}|${score}`)),
    fc.array(of, { maxLength: 4 }).map((place) => base64(place.join(' '))),
  );
}

const plain = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...FIXED) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  { weight: 2, arbitrary: syntax },
  { weight: 1, arbitrary: long },
);

export const hostileText = fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: cursor(plain) });

/** Replacements for any value of a JSON body or live message. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  {
    weight: 2,
    arbitrary: fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, [], {}),
  },
  { weight: 1, arbitrary: fc.constantFrom(...HUGE()) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

function HUGE(): unknown[] {
  let deep: unknown = 'x';
  for (let i = 0; i < 2000; i++) deep = i % 2 ? [deep] : { deep };
  return [
    deep,
    Array.from({ length: 10_000 }, () => 0),
    Array.from({ length: 1000 }, () => ({ id: 'x' })),
    JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
  ];
}
