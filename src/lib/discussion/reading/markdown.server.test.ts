import { describe, expect, test } from 'vitest';
import { renderMarkdown } from './markdown.server.ts';

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
