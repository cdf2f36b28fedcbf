import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerpt, foldWord, wordsOf } from './excerpt.ts';

const none = new Set<string>();

test('found words are marked, whatever their accents, case and apostrophes', () => {
  const text = 'The CAFÉ’s menu: a café, the cafe.';
  expect(excerpt(text, new Set(['cafe', 'cafes']), [])).toBe(
    'The <mark>CAFÉ’s</mark> menu: a <mark>café</mark>, the <mark>cafe</mark>.',
  );
});

test('scripts without spaces are marked by their letters', () => {
  expect(excerpt('GPT模型很好', none, ['模型'])).toBe('GPT<mark>模型</mark>很好');
  expect(excerpt('ภาษาไทย', none, ['ไทย'])).toBe('ภาษา<mark>ไทย</mark>');
  expect(excerpt('แบบจำลองนี้', none, ['จำลอง'.normalize('NFKC')])).toBe('แบบ<mark>จำลอง</mark>นี้');
  expect(excerpt('模型模型', none, ['模型', '型'])).toBe('<mark>模型模型</mark>');
});

test('text is escaped, and no text is markup', () => {
  expect(excerpt('<mark>x</mark> & "cats" <img src=x onerror=alert(1)>', new Set(['cats', 'img']), [])).toBe(
    '&lt;mark&gt;x&lt;/mark&gt; &amp; &quot;<mark>cats</mark>&quot; &lt;<mark>img</mark> src=x onerror=alert(1)&gt;',
  );
  const pieces = fc.constantFrom(...'<>&"\'模型ไท é\0\ud83d\u202e'.split(''), 'mark', '</mark>', 'x', ' ');
  const texts = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, texts, (text, sought) => {
      const html = excerpt(`${text} ${sought}`, new Set(wordsOf(sought)), wordsOf(sought));
      expect(html.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>"']/);
      expect(html.split('<mark>').length).toBe(html.split('</mark>').length);
    }),
  );
});

test('the passage of a long text with the most matches is shown, cut between words', () => {
  const text = `cats ${'lorem ipsum '.repeat(60)}cats and dogs ${'dolor sit '.repeat(60)}`;
  const html = excerpt(text, new Set(['cats', 'dogs']), []);
  expect(html).toMatch(/^…(lorem|ipsum) .*<mark>cats<\/mark> and <mark>dogs<\/mark> .*(dolor|sit)…$/);
  expect(html.length).toBeLessThan(300);
});

test('a text without matches is shown from its beginning', () => {
  expect(excerpt(`Begins here. ${'lorem '.repeat(100)}`, none, [])).toMatch(/^Begins here\. lorem.*…$/);
});

test('words fold to one form', () => {
  expect(['Straße', 'Ærø', 'ŁÓDŹ', 'O’Brien', 'ＦＵＬＬ'].map(foldWord)).toEqual([
    'strasse',
    'aero',
    'lodz',
    'obrien',
    'full',
  ]);
});
