import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHtmlLines, MAX_NESTING } from './html-lines.ts';
import { MAX_HTML } from '#lib/verdicts/parse/lines/readable-text.ts';
import { MAX_TEXT } from '#lib/verdicts/parse/lines/readable-text.ts';
import { VerdictTextError } from '#lib/verdicts/parse/verdict-text-error.ts';

/** The lines as text, with their indentation. */
const text = (html: string) =>
  parseHtmlLines(html)
    .map((line) => ' '.repeat(line.indent) + line.text)
    .join('\n');
const one = (html: string) => {
  const lines = parseHtmlLines(html);
  expect(lines).toHaveLength(1);
  return lines[0]!;
};

function refused(html: string): VerdictTextError {
  try {
    parseHtmlLines(html);
  } catch (error) {
    if (error instanceof VerdictTextError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

test.each([
  ['a block is a line', '<div>a</div><div>b</div>', 'a\nb'],
  ['text beside a block is a separate line', 'a<div>b</div>c', 'a\nb\nc'],
  ['nested blocks are one boundary', '<div><div><div>a</div></div></div><div>b</div>', 'a\nb'],
  ['paragraphs have an empty line between them', '<p>a</p><p>b</p>', 'a\n\nb'],
  ['unclosed paragraphs too', '<p>a<p>b', 'a\n\nb'],
  ['a heading has one above and below', 'a<h2>b</h2>c', 'a\n\nb\n\nc'],
  ['white space collapses across lines', '<p>\n  a\n  b\t c&nbsp;d </p>', 'a b c d'],
  ['inline elements join without a space', '<p><span>A</span><span>B</span></p>', 'AB'],
  ['spaces between inline elements are kept', '<p><b>A</b> <i>B</i>\n<u>C</u></p>', 'A B C'],
  ['spaces inside inline elements are kept', '<p><b>A </b>B</p>', 'A B'],
  [
    'badges beside each other are words of their own',
    '<p><span class="badge">Heavy Cope</span><span class="badge"><b>reframing</b></span></p>',
    'Heavy Cope reframing',
  ],
  ['links beside each other are', '<p><a href="/a">Home</a><a href="/b">About</a></p>', 'Home About'],
  ['words without a style join', '<p><b>dis</b><i class=a>section</i></p>', 'dissection'],
  ['a styled part of a word stays in it', '<p>dis<b class=a>sec</b>tion<b class=b>s</b></p>', 'dissections'],
  ['br starts a new line', '<p>a<br>b<br/>c</p>', 'a\nb\nc'],
  ['two br are an empty line', 'a<br><br>b', 'a\n\nb'],
  ['an empty block with br is an empty line', '<div>a</div><div><br></div><div>b</div>', 'a\n\nb'],
  ['hr is a line of dashes', '<p>a</p><hr><p>b</p>', 'a\n\n---\n\nb'],
  ['pre keeps its lines and spaces', '<pre>\na\n  b  c\n\nd</pre>', 'a\n  b c\n\nd'],
  ['a word broken by tags stays a word', '<p>dis<b>sec</b>tion<wbr>s</p>', 'dissections'],
  ['entities are decoded', '<p>a &amp; b &lt;c&gt; &#8220;d&#x201D; &eacute;</p>', 'a & b <c> “d” é'],
  ['entities need no semicolon', '<p>a &amp b &copy c</p>', 'a & b © c'],
  ['an entity that doesn’t exist is text', '<p>AT&T &nosuch; &#;</p>', 'AT&T &nosuch; &#;'],
  ['invisible characters are dropped', '<p>auto&shy;ma&#8203;tion&#1;</p>', 'automation'],
  [
    'a definition is indented below its term',
    '<dl><dt>a</dt><dd>b</dd><dt>c<dd>d</dl>',
    'a\n    b\nc\n    d',
  ],
  ['details and summary are kept', '<details><summary>a</summary><p>b</p></details>', 'a\n\nb'],
  ['caption of a figure is a line', '<figure><img src=x><figcaption>a</figcaption></figure>', 'a'],
  ['quotations are lines', '<p>a</p><blockquote>b<footer>c</footer></blockquote>', 'a\n\nb\nc'],
  ['unknown elements are inline', '<p>a<x-y>b</x-y>c</p>', 'abc'],
  ['stray closing tags are ignored', '</div>a</b></span> b</section>', 'a b'],
  ['a source may end inside a tag', '<div>a<div title="b', 'a'],
  ['attributes need no quotes', '<p class=a id=b data-c>d</p>', 'd'],
  ['upper-case tags', '<P>a</P><BR><UL><LI>b</UL>', 'a\n\n  - b'],
])('%s', (_, html, lines) => {
  expect(text(html)).toBe(lines);
});

test.each([
  ['script', '<script>if (a < b) "</p>"</script>'],
  ['style', '<style>p { color: red }</style>'],
  ['template', '<template><p>x</p></template>'],
  ['noscript', '<noscript><p>x</p></noscript>'],
  ['svg', '<svg><title>x</title><text>y</text></svg>'],
  ['iframe', '<iframe src=x>y</iframe>'],
  ['textarea', '<textarea>x</textarea>'],
  ['select', '<select><option>x<option>y</select>'],
  ['title', '<title>x</title>'],
  ['comment', '<!-- x <p>y</p> -->'],
  ['CDATA', '<![CDATA[x]]>'],
  ['doctype', '<!doctype html>'],
  ['processing instruction', '<?xml version="1.0"?>'],
])('%s is dropped, and doesn’t break a line', (_, html) => {
  expect(text(`<p>a${html}b</p>`)).toBe('ab');
});

test('the head is dropped, and a head that isn’t closed doesn’t take the page with it', () => {
  expect(text('<html><head><title>x</title><style>y</style></head><body>a</body></html>')).toBe('a');
  expect(text('<head><title>x</title><h1>a</h1><p>b')).toBe('a\n\nb');
});

test('items have markers, two columns of indentation and four more per level', () => {
  expect(text('<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>')).toBe(
    '  - a\n      - b\n          1. c\n  - d',
  );
});

test('a list is set off by empty lines, its items and the lists inside it are not', () => {
  expect(text('a<ul><li><p>b</p></li>\n<li>c<ul><li>d</li></ul></li></ul>e')).toBe(
    'a\n\n  - b\n  - c\n      - d\n\ne',
  );
});

test('numbers are counted; start and value are respected', () => {
  expect(text('<ol start=3><li>a<li>b<li value="9">c<li>d</ol>')).toBe('  3. a\n  4. b\n  9. c\n  10. d');
  expect(text('<ol start=x><li value=>a<li>b</ol>')).toBe('  1. a\n  2. b');
});

test('further lines of an item belong to it by their indentation', () => {
  expect(text('<ol><li><p>a</p><p>b</p>c<br>d</li><li>e</li></ol>')).toBe(
    '  1. a\n    b\n    c\n    d\n  2. e',
  );
});

test('an item outside of a list has a bullet, and an item that is only a list has no marker', () => {
  expect(text('<li>a')).toBe('  - a');
  expect(text('<ul><li><ul><li>a</li></ul>b</li></ul>')).toBe('      - a\n    b');
});

test('a heading has its level; the heading that an item begins with is the item', () => {
  expect(parseHtmlLines('<h1>a</h1><h6>b <i>c</i></h6>d').map(({ heading }) => heading)).toEqual([
    1,
    null,
    6,
    null,
    null,
  ]);
  expect(one('<ol><li><h3>a</h3></ol>')).toMatchObject({ text: '1. a', heading: null });
});

test('a row is one line with its cells, and a row of th is a header', () => {
  const lines = parseHtmlLines(
    '<table><thead><tr><th>A<th>B</tr><tbody><tr><td>a</td><td></td></tr><tr><th>c</th><td><p>d</p><p>e</p></td></tr></table>',
  );
  expect(lines.map(({ text, cells, header }) => [text, cells, header])).toEqual([
    ['| A | B |', ['A', 'B'], true],
    ['| a |  |', ['a', ''], false],
    ['| c | d e |', ['c', 'd e'], false],
  ]);
});

test('a table has empty lines around it, whatever its cells contain; a caption is a line', () => {
  expect(text('a<table><caption>t</caption><tr><td>b<td><p>c</p></table>d')).toBe('a\n\nt\n| b | c |\n\nd');
});

test('a cell over two columns is followed by an empty one, a row without text is no line', () => {
  const rows = '<tr><td colspan=2>a</td><td>b</td></tr><tr><td></td><td> </td></tr>';
  expect(one(`<table>${rows}</table>`).cells).toEqual(['a', '', 'b']);
  expect(one('<table><tr><td colspan=999999>a<td>b</table>').cells!.length).toBeLessThan(50);
});

test('a list inside a cell stays in it', () => {
  expect(one('<table><tr><td>a<td><ul><li>b<li>c</ul></table>').cells).toEqual(['a', '- b - c']);
});

test('a table that lays out the page is text', () => {
  expect(text('<table><tr><td><h2>a</h2><p>b</p></td><td>c</td></tr></table>')).toBe('a\n\nb\n\nc');
  expect(text('<table><tr><td>a</td></tr><tr><td>b</td></tr></table>')).toBe('a\nb');
  expect(text('<table role="presentation"><tr><td>a<td>b</table>')).toBe('a\nb');
});

test('a table inside a cell stays a table, and its words appear once', () => {
  const lines = parseHtmlLines('<table><tr><td>a<table><tr><td>b<td>c</table>d<td>e</table>');
  expect(lines.map(({ text }) => text).filter(Boolean)).toEqual(['a', '| b | c |', 'd', 'e']);
  expect(lines.find(({ cells }) => cells)?.cells).toEqual(['b', 'c']);
});

test('text of a row outside of its cells is kept', () => {
  expect(text('<table><tr>x<td>a<td>b</tr></table>')).toBe('x\n| a | b |');
  expect(text('<td>a<td>b')).toBe('a\nb');
});

test('the first http address linked from a line is its link', () => {
  expect(
    one('<p>a <a href=" https://a.example/1?x=1&amp;y=2 ">b</a> <a href="https://c.example">c</a>').link,
  ).toBe('https://a.example/1?x=1&y=2');
  expect(one('<a href="https://a.example"><div>b</div></a>').link).toBe('https://a.example');
  expect(parseHtmlLines('<a href="https://a.example">b</a><p>c').map(({ link }) => link)).toEqual([
    'https://a.example',
    null,
    null,
  ]);
  expect(one('<table><tr><td>a<td><a href=http://b.example>c</a></table>').link).toBe('http://b.example');
});

test.each(['#top', '/path', '//a.example', 'javascript:alert(1)', 'mailto:a@b.example', ''])(
  'a link to %s is no address',
  (href) => {
    expect(one(`<a href="${href}">a</a>`).link).toBeNull();
  },
);

test('a link without words gives the line no address', () => {
  expect(one('<p><a href="https://a.example"><img src=x></a> b</p>').link).toBeNull();
});

test.each([
  ['<nav>x</nav>', 'inside <nav>'],
  ['<aside><p>x</p></aside>', 'inside the site’s <aside>'],
  ['<form>x</form>', 'inside <form>'],
  ['<button>x</button>', 'inside <button>'],
  ['<dialog>x</dialog>', 'inside <dialog>'],
  ['<header>x</header>', 'inside the site’s <header>'],
  ['<main><footer>x</footer></main>', 'inside the site’s <footer>'],
  ['<div hidden>x</div>', 'hidden'],
  ['<div aria-hidden=true>x</div>', 'hidden by aria-hidden'],
  ['<div role="navigation">x</div>', 'inside role="navigation"'],
  ['<div role=" Banner ">x</div>', 'inside role="banner"'],
  ['<div role=contentinfo>x</div>', 'inside role="contentinfo"'],
  ['<div role=search>x</div>', 'inside role="search"'],
  ['<div role=complementary>x</div>', 'inside role="complementary"'],
  ['<nav><ul><li><a href="https://a.example">x</a></ul></nav>', 'inside <nav>'],
  ['<nav><main>x</main></nav>', 'inside <nav>'],
])('%s is boilerplate', (html, reason) => {
  expect(one(html).boilerplate).toBe(reason);
});

test.each([
  '<main><header>x</header></main>',
  '<article><header>x</header></article>',
  '<section><header>x</header></section>',
  '<article><footer>x</footer></article>',
  '<blockquote><footer>x</footer></blockquote>',
  '<div aria-hidden=false>x</div>',
  '<div role=main>x</div>',
  '<form><main>x</main></form>',
])('%s is not boilerplate', (html) => {
  expect(one(html).boilerplate).toBeNull();
});

test.each([
  ['a form around the page', '<form>x<h1>a</h1>b<nav>n</nav></form>'],
  ['a header with the title', '<header>x<h1>a</h1><nav>n</nav></header>b'],
  ['aria-hidden while a dialog is open', '<div aria-hidden=true>x<h1>a</h1>b</div><dialog>n</dialog>'],
])('what holds the only title of a page is not boilerplate: %s', (_, html) => {
  const lines = parseHtmlLines(html).filter(({ text }) => text !== '');
  expect(lines.map(({ text, boilerplate }) => [text, boilerplate !== null])).toEqual([
    ['x', false],
    ['a', false],
    ...(html.endsWith('b')
      ? [
          ['n', true],
          ['b', false],
        ]
      : [
          ['b', false],
          ['n', true],
        ]),
  ]);
});

test('it is boilerplate where the page has a title outside of it, or where it says so itself', () => {
  for (const title of ['<h1>a</h1>', '<h2>a</h2><h3>b</h3><h3>c</h3>'])
    expect(parseHtmlLines(`<header><h1>x</h1></header>${title}`)[0]!.boilerplate).toBe(
      'inside the site’s <header>',
    );
  expect(parseHtmlLines('<header><h1>x</h1></header><h2>a</h2><h2>b</h2>')[0]!.boilerplate).toBeNull();
  for (const html of ['<nav><h1>x</h1></nav>a', '<div hidden><h1>x</h1></div>a'])
    expect(parseHtmlLines(html)[0]!.boilerplate).not.toBeNull();
});

test('boilerplate inside a line becomes a separate line below it', () => {
  const lines = parseHtmlLines('<p>a <button>Copy</button> b</p><h2><span aria-hidden=true>#</span>c</h2>');
  expect(lines.map(({ text, boilerplate }) => [text, boilerplate !== null])).toEqual([
    ['a b', false],
    ['Copy', true],
    ['', false],
    ['c', false],
    ['#', true],
  ]);
});

test('boilerplate doesn’t take an item’s marker, and doesn’t get into a cell', () => {
  expect(text('<ul><li><div aria-hidden=true>*</div><div>a</div></ul>')).toBe('  *\n  - a');
  expect(text('<table><tr><td>a<button>x</button><td>b</table>')).toBe('| a | b |\nx');
});

test('a line has the source line of its first word', () => {
  const html = '<div>\n\n a\n b</div>\n<p title="\n">c <b>\nd</b></p><table>\n<tr><td>\n<td>e\n<td>f</table>';
  expect(parseHtmlLines(html).flatMap(({ text, sourceLine }) => (text ? [[text, sourceLine]] : []))).toEqual([
    ['a b', 3],
    ['c d', 6],
    ['|  | e | f |', 9],
  ]);
  expect(parseHtmlLines('<pre>a\n&amp;\n\nb</pre>').map(({ sourceLine }) => sourceLine)).toEqual([
    1, 2, 4, 4,
  ]);
});

// --- limits -------------------------------------------------------------------------------------------------------

test('nesting over the limit is refused on its line', () => {
  const deep = (depth: number) => `a\n${'<div>'.repeat(depth)}b`;
  expect(text(deep(MAX_NESTING))).toBe('a\nb');
  expect(refused(deep(MAX_NESTING + 1))).toMatchObject({ line: 2, tooLarge: false });
  expect(refused(`<ul>${'<li><ul>'.repeat(MAX_NESTING)}`).message).toContain('nested at most 512');
  expect(refused('<b>'.repeat(MAX_HTML / 3)).message).toContain('nested');
});

test('elements that close each other may be as many as there is room for', () => {
  expect(parseHtmlLines('<li>a'.repeat(10_000))).toHaveLength(10_000);
});

test('HTML over the limit is refused, and so is a text over the limit of texts', () => {
  expect(refused(`<p>${' '.repeat(MAX_HTML)}`)).toMatchObject({ line: 1, tooLarge: true });
  expect(refused(`\n<p>${'a'.repeat(MAX_TEXT + 1)}`)).toMatchObject({ line: 2, tooLarge: true });
  expect(parseHtmlLines(`<script>${'a'.repeat(MAX_HTML - 20)}</script>b`)).toHaveLength(1);
});

// --- properties ---------------------------------------------------------------------------------------------------

const BLOCK = fc.constantFrom(
  ...'div p section article main blockquote ul ol li dl dt dd table tbody tr td th h1 h4 pre figure details summary center form nav aside header footer caption'.split(
    ' ',
  ),
);
const INLINE = fc.constantFrom(...'span b a i button code q x-y'.split(' '));

/** Elements inside each other in any order, valid or not, with some end tags missing. Every word is a number. */
const { page } = fc.letrec<{ page: string; node: string }>((tie) => ({
  page: fc.array(tie('node'), { maxLength: 6 }).map((nodes) => nodes.join('')),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(' @ ', ' @ @ ', '@ <br> @', '<hr>', '\n'),
    fc
      .tuple(fc.oneof(BLOCK, INLINE), tie('page'), fc.boolean())
      .map(([name, inner, closed]) => `<${name}> @ ${inner} @ ${closed ? `</${name}>` : ''}`),
  ),
}));

function numbered(html: string): { html: string; words: string[] } {
  const words: string[] = [];
  return { html: html.replace(/@/g, () => words[words.push(`w${words.length}`) - 1]!), words };
}

const wordsOf = (lines: { text: string }[]) => lines.flatMap(({ text }) => text.match(/w\d+/g) ?? []);

test('no word in any nesting of elements is lost or repeated', () => {
  fc.assert(
    fc.property(page, (template) => {
      const { html, words } = numbered(template);
      expect(wordsOf(parseHtmlLines(html)).sort()).toEqual(words.sort());
    }),
    { numRuns: 150 },
  );
});

test('the words of a row are those of its cells', () => {
  fc.assert(
    fc.property(page, (template) => {
      const rows = parseHtmlLines(numbered(`<table><tr><td>${template}<td>@`).html).filter(
        ({ cells }) => cells,
      );
      for (const row of rows) expect(wordsOf([row])).toEqual(wordsOf(row.cells!.map((text) => ({ text }))));
    }),
  );
});

test('words stay in order where nothing is furniture', () => {
  fc.assert(
    fc.property(page, (template) => {
      const plain = template.replace(
        /<(\/?)(?:button|form|nav|aside|header|footer|table|tbody|tr|td|th)\b/g,
        '<$1div',
      );
      const { html, words } = numbered(plain);
      expect(wordsOf(parseHtmlLines(html))).toEqual(words);
    }),
  );
});

test('any string is read, in lines that are trimmed and that name a line of the source', () => {
  const soup = fc
    .array(
      fc.constantFrom(
        ...'< > / = " \' & ; ! -- [ ] ? a p li table td tr pre script svg \n \0 &#0 &#x1F600; <![CDATA['.split(
          ' ',
        ),
        '\n',
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ unit: 'binary' }), page), (html) => {
      const sourceLines = html.split('\n').length;
      for (const { text, indent, sourceLine } of parseHtmlLines(html)) {
        expect(text).toBe(text.trim());
        expect(indent).toBeGreaterThanOrEqual(0);
        expect(sourceLine).toBeGreaterThanOrEqual(1);
        expect(sourceLine).toBeLessThanOrEqual(sourceLines);
      }
    }),
    { numRuns: 150 },
  );
});
