import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderMarkdown, textOfHtml } from './markdown.server.ts';

test.each([
  ['a heading', '# Louder'],
  ['an underlined heading', 'Louder\n==='],
  ['a heading underlined with dashes', 'Louder\n---'],
  ['an image', '![x](pic.png)'],
  ['a reference link', '[x][1]'],
  ['the address of a reference', '[1]: /a'],
  ['a footnote', 'x[^1]'],
  ['a table', '| a | b |\n|---|---|\n| c | d |'],
  ['a task', '[x] done'],
  ['HTML', '<b>x</b> <!-- y --> <br>'],
  ['a block of HTML', '<div>\nx\n</div>'],
  ['mathematics', '$x_1$ and \\(y\\)'.replaceAll('\\', '')],
])('%s appears as written', (_, body) => {
  expect(textOfHtml(renderMarkdown(body))).toBe(body);
});

test('an image stays text within a link, and its address can be followed', () => {
  const written = '![x](https://t.example/p.png)';
  expect(renderMarkdown(`[${written}](https://l.example)`)).toContain(`>${written}</a>`);
  expect(renderMarkdown(written)).toContain('![x](<a href="https://t.example/p.png"');
});

test('quotes and lists however deep lose no text', () => {
  for (const unit of ['> ', '- ', '1. ', '> - '])
    expect(renderMarkdown(`${unit.repeat(200)}deep`)).toContain('deep');
});

test('no link is without an address', () => {
  const part = fc.constantFrom(
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    'a',
    ' ',
    '\n',
    '!',
    '"',
    '\\',
    'https://a.example',
    'ftp://b',
    'www.c.example',
    '10.1000/d',
    'javascript:',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      expect(renderMarkdown(parts.join(''))).not.toMatch(/<a (?!href="https?:\/\/[^"])/);
    }),
    { numRuns: 2000 },
  );
});
