import { describe, expect, test } from 'vitest';
import { countLinks } from '#lib/discussion/screening/too-many-links.ts';
import { renderMarkdown } from './markdown.server.ts';

/** The addresses and texts of the links. */
const linksOf = (body: string) =>
  [...renderMarkdown(body).matchAll(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/g)].map(([, href, text]) => [
    href,
    text,
  ]);

describe('is shown as written, and is no link:', () => {
  test.each([
    '[call](tel:+49301234)',
    '[get](ftp://files.example/a)',
    'ftp://files.example/a',
    '[x](//host.example/a)',
    '//host.example/a',
    '[x](javascript:alert(1))',
    '[x](gopher:a)',
    '[x](doi:no-doi)',
    '[x](mailto:ada@mail.example)',
    'ada@mail.example',
    'mailto:ada@mail.example',
    '[x]()',
    '[x]( )',
    '[x](/about)',
    '[x](about)',
    '[x](#top)',
    '[x](https:about)',
    '[x](https://)',
    '[x][1]',
    '2401.12345',
    'arXiv:2413.12345',
    'ftp://www.host.example/10.1000/182',
    'tel:www.host.example',
    'me@www.host.example',
    'foo.www.host.example',
    'version 10.1000',
    '10.1000/.',
    '(see p. 10.12/4)',
  ])('%s', (body) => {
    const html = renderMarkdown(body);
    expect(html).toBe(`<p>${body}</p>`);
    expect(countLinks(html)).toBe(0);
  });

  test.each(['<ftp://files.example>', '<tel:123>', '<ada@mail.example>', '[x](<>)'])('%s', (body) => {
    expect(renderMarkdown(body)).toBe(`<p>${body.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p>`);
  });
});

describe('is a link:', () => {
  test.each([
    ['doi:10.1000/182', 'https://doi.org/10.1000/182', 'doi:10.1000/182'],
    ['DOI: 10.1000/182', 'https://doi.org/10.1000/182', 'DOI: 10.1000/182'],
    ['10.1000/182', 'https://doi.org/10.1000/182', '10.1000/182'],
    ['doi.org/10.1000/182', 'https://doi.org/10.1000/182', 'doi.org/10.1000/182'],
    ['dx.doi.org/10.1000/182', 'https://dx.doi.org/10.1000/182', 'dx.doi.org/10.1000/182'],
    [
      '10.1016/S0140-6736(20)30183-5',
      'https://doi.org/10.1016/S0140-6736(20)30183-5',
      '10.1016/S0140-6736(20)30183-5',
    ],
    ['10.1000/a_b_c', 'https://doi.org/10.1000/a_b_c', '10.1000/a_b_c'],
    ['10.1000/a#b', 'https://doi.org/10.1000/a%23b', '10.1000/a#b'],
    ['arXiv:2401.12345', 'https://arxiv.org/abs/2401.12345', 'arXiv:2401.12345'],
    ['arxiv: 2401.12345v2', 'https://arxiv.org/abs/2401.12345v2', 'arxiv: 2401.12345v2'],
    ['arXiv:hep-th/9901001', 'https://arxiv.org/abs/hep-th/9901001', 'arXiv:hep-th/9901001'],
    ['arXiv:math.GT/0309136', 'https://arxiv.org/abs/math.GT/0309136', 'arXiv:math.GT/0309136'],
    ['arxiv.org/abs/2401.12345', 'https://arxiv.org/abs/2401.12345', 'arxiv.org/abs/2401.12345'],
    ['www.host.example', 'https://www.host.example', 'www.host.example'],
    ['www.host.example/a_(b)?c=d', 'https://www.host.example/a_(b)?c=d', 'www.host.example/a_(b)?c=d'],
    ['[it](doi:10.1000/182)', 'https://doi.org/10.1000/182', 'it'],
    ['[it](10.1000/182)', 'https://doi.org/10.1000/182', 'it'],
    ['[it](arXiv:2401.12345)', 'https://arxiv.org/abs/2401.12345', 'it'],
    ['[it](www.host.example/a)', 'https://www.host.example/a', 'it'],
    ['<doi:10.1000/182>', 'https://doi.org/10.1000/182', 'doi:10.1000/182'],
    [
      'https://host.example/10.1000/182',
      'https://host.example/10.1000/182',
      'https://host.example/10.1000/182',
    ],
    ['https://xn--pple-43d.example', 'https://xn--pple-43d.example', 'https://аpple.example'],
  ])('%s', (body, href, text) => {
    expect(linksOf(body)).toEqual([[href, text]]);
    expect(countLinks(renderMarkdown(body))).toBe(1);
  });

  test('without the punctuation and brackets around it', () => {
    for (const link of [
      '10.1000/182',
      'doi:10.1000/182',
      'arXiv:2401.12345',
      'www.host.example/a',
      'https://host.example/a',
      '10.1000/a(b)',
    ])
      for (const [before, after] of ['. ', ', ', '; ', ': ', '! ', '? ', '.', '…', '”', '。']
        .map((end) => ['', end])
        .concat([
          ['(', ')'],
          ['(', ').'],
          ['[', ']'],
          ['“', '”'],
          ['„', '“,'],
          ['(see ', ', p. 4)'],
        ]))
        expect(
          linksOf(`${before}${link}${after}`).map(([, text]) => text),
          `${before}${link}${after}`,
        ).toEqual([link]);
  });
});

test('code and the text of a link stay as they are', () => {
  expect(
    linksOf('`10.1000/182` `www.host.example`\n\n    arXiv:2401.12345\n\n```\ndoi:10.1000/182\n```'),
  ).toEqual([]);
  expect(linksOf('[10.1000/182 at www.host.example](https://a.example)')).toEqual([
    ['https://a.example', '10.1000/182 at www.host.example'],
  ]);
});

test('an address is linked within emphasis', () => {
  expect(linksOf('**10.1000/182** *www.host.example*').map(([, text]) => text)).toEqual([
    '10.1000/182',
    'www.host.example',
  ]);
});

// With quadratic work, each of these would take minutes.
test.each([
  '10.1000/',
  '10.1000/(',
  '10.',
  'doi:',
  'doi:10.1000/((',
  'arxiv:',
  'arxiv.org/(',
  'www.',
  'www.a.',
  '[x](',
  '[]( ',
  '![',
  '\n---',
  '> - ',
])('a long text of %j is rendered', (unit) => {
  expect(renderMarkdown(unit.repeat(20_000 / unit.length))).not.toBe('');
});
