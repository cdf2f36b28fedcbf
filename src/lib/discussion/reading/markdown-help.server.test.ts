import { expect, test } from 'vitest';
import { markdownHelp } from './markdown-help.server.ts';
import { textOfHtml } from './markdown.server.ts';

const { supported, unsupported } = markdownHelp();

test('the help has an example of everything that comments can contain', () => {
  const all = supported.map(({ html }) => html).join('');
  for (const tag of [
    'em',
    'strong',
    's',
    'p',
    'br',
    'blockquote',
    'a',
    'ul',
    'ol',
    'li',
    'code',
    'pre',
    'hr',
  ])
    expect(all).toMatch(new RegExp(`<${tag}[ >]`));
});

test('what the help calls unsupported appears as written', () => {
  for (const { source, html } of unsupported) {
    expect(textOfHtml(html)).toBe(source);
    expect(html).not.toContain('<a ');
  }
});
