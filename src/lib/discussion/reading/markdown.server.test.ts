import { describe, expect, test } from 'vitest';
import { linkedNames } from './link-mentions.ts';
import { namesIn, ownTextOfHtml, renderMarkdown } from './markdown.server.ts';

describe('allowed markup', () => {
  test.each([
    ['*so* **much**', '<p><em>so</em> <strong>much</strong></p>'],
    ['> quoted', '<blockquote dir="auto">\n<p>quoted</p>\n</blockquote>'],
    ['- a\n- b', '<ul dir="auto">\n<li>a</li>\n<li>b</li>\n</ul>'],
    ['3. c', '<ol start="3" dir="auto">\n<li>c</li>\n</ol>'],
    ['10. j', '<ol start="10" dir="auto" class="digits-2">\n<li>j</li>\n</ol>'],
    ['99. a\n1. b', '<ol start="99" dir="auto" class="digits-3">\n<li>a</li>\n<li>b</li>\n</ol>'],
    ['123456789. b', '<ol start="123456789" dir="auto" class="digits-9">\n<li>b</li>\n</ol>'],
    ['`x < y`', '<p><code>x &lt; y</code></p>'],
    ['one\ntwo', '<p>one<br />\ntwo</p>'],
  ])('%j', (text, html) => {
    expect(renderMarkdown(text)).toBe(html);
  });

  test('links get their rel, whether written out or bare', () => {
    const rel = 'rel="nofollow ugc noopener"';
    expect(renderMarkdown('[a](https://arxiv.org/abs/2303.10130)')).toContain(
      `<a href="https://arxiv.org/abs/2303.10130" ${rel}>a</a>`,
    );
    expect(renderMarkdown('see https://arxiv.org')).toContain(rel);
  });
});

describe('forbidden markup', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '![x](https://tracker.example/p.png)',
    '[x](javascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '<a href="https://x" onclick="alert(1)">x</a>',
    '# A heading that shouts',
    '[x](//evil.example)',
    '<https://x" onmouseover="alert(1)>',
  ])('%s', (text) => {
    const html = renderMarkdown(text);
    expect(html).not.toMatch(/<(script|img|h1|iframe|style)/i);
    expect(html).not.toMatch(/<[^>]*\son\w+=/i);
    expect(html).not.toMatch(/<a [^>]*href="(?!https?:|mailto:)/i);
  });
});

describe('mentions', () => {
  const names = ['ada', 'Ada_Lovelace', 'x-men'];
  const link = (name: string, text = name) => `<a href="/u/${name}" class="mention">@${text}</a>`;

  test.each([
    ['@ada', link('ada')],
    ['@ADA, (@ada) and “@ada”.', `${link('ada', 'ADA')}, (${link('ada')}) and “${link('ada')}”.`],
    ['**@ada** *@x-men*', `<strong>${link('ada')}</strong> <em>${link('x-men')}</em>`],
    ['@ada_lovelace_', `${link('Ada_Lovelace', 'ada_lovelace')}_`],
    ['a\n@ada', `a<br />\n${link('ada')}`],
    ['cc:@ada?', `cc:${link('ada')}?`],
  ])('%j links the name', (text, html) => {
    expect(renderMarkdown(text, names)).toBe(`<p>${html}</p>`);
  });

  test.each([
    ...['`@ada`', '```\n@ada\n```', '> @ada', '- > @ada', '[@ada](https://x.example)', '\\@ada'],
    ...[
      'https://x.example/@ada',
      'x@ada',
      'x.@ada',
      '@ada@host.example',
      '@ada.example',
      '@@ada',
      '@adaé',
      'é@ada',
    ],
    ...['@ad', '@grace', '@', '@-', '\\_@ada', `@${'a'.repeat(30)}`],
  ])('%j links none', (text) => {
    expect(renderMarkdown(text, names)).toBe(renderMarkdown(text));
    expect(linkedNames(renderMarkdown(text, names))).toEqual([]);
  });

  test('all names of a text are found in its order, and stored HTML says which are linked', () => {
    const text = '@grace and @ada, @Grace, `@code`\n\n> @quoted\n\n@x-men';
    expect(namesIn(text)).toEqual(['grace', 'ada', 'xmen']);
    const html = renderMarkdown(text, names);
    expect(linkedNames(html)).toEqual(['ada', 'x-men']);
    expect(renderMarkdown(text, linkedNames(html))).toBe(html);
  });

  test('readers can’t write a link that looks like a mention', () => {
    const html = renderMarkdown(
      '[@ada](https://x.example "mention") <a href="/u/ada" class="mention">@ada</a>',
    );
    expect(linkedNames(html)).toEqual([]);
  });
});

test('a comment’s own words are those outside its quotations, unless it only quotes', () => {
  const own = (body: string) => ownTextOfHtml(renderMarkdown(body));
  expect(own('> It scales.\n> > Really?\n>\n> Yes.\n\nIt doesn’t.\n\n> More.\n\nNever.')).toBe(
    'It doesn’t.\nNever.',
  );
  expect(own('> Only this.')).toBe('Only this.');
});
