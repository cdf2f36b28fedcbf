import { describe, expect, test } from 'vitest';
import { findWord, type Word, type WordKind } from '#lib/words/match.ts';
import { readableTexts, renderMarkdown } from '#lib/discussion/reading/markdown.server.ts';

const listed = (text: string, kind: WordKind = 'word'): Word => ({ id: text, text, kind, action: 'refuse' });
const finds = (word: Word, body: string) =>
  findWord([word], readableTexts({ body, html: renderMarkdown(body) })) !== null;

describe('a listed word is found when readers see it', () => {
  test.each([
    ['plain', 'This is zqheld.'],
    ['bold in the middle', 'zq**held**'],
    ['italic in the middle', 'zq*he*ld'],
    ['strikethrough in the middle', 'zq~~held~~'],
    ['nested emphasis', 'z***q*h**eld'],
    ['inline code in the middle', 'zq`held`'],
    ['a decimal entity', 'zq&#104;eld'],
    ['a hexadecimal entity', 'zq&#x68;eld'],
    ['only entities', '&#122;&#113;&#104;&#101;&#108;&#100;'],
    ['a soft hyphen entity', 'zq&shy;held'],
    ['a zero-width entity', 'zq&#8203;held'],
    ['a zero-width joiner entity', 'zq&zwj;held'],
    ['a zero-width space', 'zq\u200bheld'],
    ['a word joiner', 'zq\u2060held'],
    ['a soft hyphen', 'zq\u00adheld'],
    ['a byte order mark', 'zq\ufeffheld'],
    ['a control character', 'zq\u0001held'],
    ['a backslash before punctuation that disappears', 'zqheld\\!'],
    ['the text of a link', '[zq*held*](https://ok.example)'],
    ['half in a link', 'zq[held](https://ok.example)'],
    ['full-width letters', 'ｚｑｈｅｌｄ'],
    ['right-to-left override', '\u202edlehqz'],
    ['right-to-left override as an entity', '&#x202e;dlehqz'],
    ['a list item', '- one\n- zq**held**'],
    ['a quotation', '> zq**held**'],
    ['a code block', '```\nzqheld\n```'],
    ['the address of a link', '[here](https://zqheld.example/)'],
    ['an encoded address', '[here](https://ok.example/%7aqheld)'],
    ['the title of a link, which the history shows', '[here](https://ok.example "zqheld")'],
    ['the language of a code block, which the history shows', '```zqheld\nx\n```'],
    ['a bare address', 'see https://ok.example/zqheld'],
  ])('%s', (_, body) => {
    expect(finds(listed('zqheld'), body)).toBe(true);
  });

  test('with an entity for markup: a character that is shown is text', () => {
    expect(finds(listed('a<b', 'pattern'), 'if a&lt;b then')).toBe(true);
  });

  test('in another script, in a link’s address as the reader would type it', () => {
    expect(finds(listed('*ведро*', 'pattern'), '[x](https://ok.example/ведро)')).toBe(true);
    expect(finds(listed('*ведро*', 'pattern'), '[x](https://ведро.example/)')).toBe(true);
    expect(finds(listed('http*://ok.example/*', 'pattern'), '[x](https://ok.example/y)')).toBe(true);
  });

  test('as a phrase over a line break or through markup', () => {
    for (const body of ['buy\nnow', '**buy** now', 'buy&nbsp;now', 'buy [now](https://ok.example)'])
      expect(finds(listed('buy now'), body)).toBe(true);
  });
});

describe('what readers don’t see as that word isn’t found', () => {
  test.each([
    ['two paragraphs', 'Which should I buy\n\nnow that it works?'],
    ['two list items', '- buy\n- now'],
    ['a quotation and its answer', '> what to buy\n\nnow'],
    ['a rule between', 'buy\n\n---\n\nnow'],
    ['text and code block', 'buy\n\n```\nnow\n```'],
    ['the text and the address of a link', '[buy](https://now.example)'],
  ])('%s', (_, body) => {
    expect(finds(listed('buy now'), body)).toBe(false);
    expect(finds(listed('buy * now', 'pattern'), body)).toBe(false);
  });

  test('two blocks that would make one word', () => {
    expect(finds(listed('zqheld'), 'zq\n\nheld')).toBe(false);
    expect(finds(listed('zqheld'), '- zq\n- held')).toBe(false);
    expect(finds(listed('zqheld'), 'zq\nheld')).toBe(false);
  });

  test('tags and attributes of the HTML', () => {
    for (const text of ['strong', 'blockquote', 'rel', 'nofollow', 'href', 'ul', 'ol'])
      expect(finds(listed(text), '**a**\n\n> b\n\n- c\n\n1. d\n\n[e](https://ok.example)')).toBe(false);
  });

  test('markup that splits a word in two only in the source', () => {
    expect(finds(listed('ass'), 'class*ass*')).toBe(false);
  });
});
