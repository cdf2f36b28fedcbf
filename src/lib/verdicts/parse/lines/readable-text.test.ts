import { expect, test } from 'vitest';
import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';
import { MAX_TEXT } from './readable-text.ts';
import { VerdictTextError } from '#lib/verdicts/parse/verdict-text-error.ts';

function refused(text: string): VerdictTextError {
  try {
    parseVerdict(text);
  } catch (error) {
    if (error instanceof VerdictTextError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

test.each(['', '   \n\t\n', '\ufeff'])('an empty text is refused', (text) => {
  expect(refused(text)).toMatchObject({ line: 1, expected: 'the text of a verdict' });
});

test('boilerplate alone is no verdict', () => {
  expect(refused('CopeCheck\n\nNo comments yet. Be the first to weigh in.\n').message).toMatch(/boilerplate/);
});

test('a text without a title is refused at the line where the title should be', () => {
  const error = refused('CopeCheck\narXiv econ.GN · 21 May 2026 · m/m-1\n\nTHE DISSECTION\n\nText.');
  expect(error).toMatchObject({ line: 4, expected: 'the title of the article' });
  expect(error.message).toContain('THE DISSECTION');
});

test('a paragraph is no title', () => {
  expect(refused(`${'All prose and no title. '.repeat(20)}\n\nTHE DISSECTION\n\nText.`).line).toBe(1);
});

test('a title alone is no verdict', () => {
  expect(refused('arXiv econ.GN · 21 May 2026\n\nA title\n').message).toBe(
    'Line 3: expected a heading such as THE DISSECTION, found the end.',
  );
});

test('a text of another kind is no verdict, even with a title', () => {
  expect(refused('# Read me\n\nThis is how to install it.\n\nThen run it.').message).toBe(
    'Line 3: expected a heading such as THE DISSECTION, found text without any.',
  );
});

test('binary data is refused on the line of its first strange byte', () => {
  expect(refused('A title\n\nTHE\u0000DISSECTION')).toMatchObject({
    line: 3,
    expected: 'plain text in UTF-8',
  });
  expect(refused(`\u0089PNG\n${'\u0001\u0002\ufffd'.repeat(20)}`).message).toMatch(/binary/);
  expect(refused('%PDF-1.7\n1 0 obj').message).toMatch(/binary/);
});

test('a fault in HTML names the line of its text and that of its source', () => {
  const message = refused('<html>\n<body>\n<h1>Title</h1>\n\n<p>Prose.</p>\n<p>More prose.</p>').message;
  expect(message).toMatch(/^Line 3: expected a heading .* In the HTML, that is line 5\.$/);
});

test('prose may quote a tag', () => {
  const verdict = parseVerdict(
    'A title\n\nTHE DISSECTION\n\nThe page closes with </body> and says <no more>.',
  );
  expect(JSON.stringify(verdict)).toContain('</body>');
});

test('a text over the limit is refused quickly, whatever it contains', () => {
  const started = process.cpuUsage();
  expect(refused('A '.repeat(2_500_000))).toMatchObject({ tooLarge: true });
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(10_000);
});

test.each([
  ['one endless line', 'A title\n\nTHE DISSECTION\n\n', 'word. ', ''],
  ['only dots', 'A title\n\nTHE DISSECTION\n\n', '.', ''],
  ['only dots in a classification', 'A title\n\nTHE VERDICT\n\nNo.\n\nClassification: ', '.', ''],
  ['only dots in a social function', 'A title\n\nSOCIAL FUNCTION\n\n', '.', ''],
  ['only quotes', 'A title\n\nTHE VERDICT\n\nNo.\n\nClassification: ', '"', ''],
  ['only headings', 'A title\n\n', 'THE DISSECTION\n', 'End.'],
  ['only numbers', 'A title\n\nHIDDEN ASSUMPTIONS\n\n', '1. a\n', ''],
  ['only title-case lines', 'A title\n\nTHE DISSECTION\n\n', 'One Two\n\n', 'End.'],
  ['only empty lines after a list', 'A title\n\nHIDDEN ASSUMPTIONS\n\n1. a\n', '\n', 'End.'],
  ['only empty lines', 'A title\n\nTHE DISSECTION\n', '\n', 'End.'],
  ['only spaces', 'A title\n\nTHE DISSECTION\n', ' ', 'End.'],
])('a text at the limit is read in time that grows with its length: %s', (_, start, unit, end) => {
  const timeOf = (length: number) => {
    const room = length - start.length - end.length;
    const text = start + unit.repeat(Math.floor(room / unit.length)) + end;
    const started = process.cpuUsage(); // not the clock: the machine may be busy with other tests
    parseVerdict(text);
    return process.cpuUsage(started).user / 1000;
  };
  // Four times as long would take 16 times as long if the time grew with the square.
  const quarter = timeOf(MAX_TEXT / 4);
  expect(timeOf(MAX_TEXT)).toBeLessThan(8 * quarter + 1000);
});
