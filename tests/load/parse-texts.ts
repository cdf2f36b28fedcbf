// Texts of any size for `npm run bench parse`: ordinary pages, and hostile ones that could make a parser slow.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text of this many characters. */
export type MakeText = (size: number) => string;

const fixture = readFileSync(
  join(import.meta.dirname, '../../src/lib/verdicts/fixtures/autopsy-page.txt'),
  'utf8',
);
const [head = '', rest = ''] = splitAt(fixture, 'THE DISSECTION');
const [sections = ''] = splitAt(rest, 'No comments yet.');

export const ordinary: Record<string, MakeText> = {
  text: repeated(head, sections),
  Markdown: repeated(markdown(head), markdown(sections)),
  HTML: repeated(
    `<!doctype html>\n<title>A page</title>\n<main>\n${html(head)}`,
    html(sections),
    '\n</main>\n',
  ),
};

/** Most of a real page is not its text. */
export const atLimitOfHtml = repeated(
  `<main>${html(head)}`,
  `${html(sections)}<script>${'let a = 1;\n'.repeat(Math.ceil(sections.length / 2.5))}</script>`,
);

const START = 'A title\n\nTHE DISSECTION\n\nText.\n\n';
const START_ASSUMPTIONS = 'A title\n\nHIDDEN ASSUMPTIONS\n\n';
const START_HTML = '<h1>A title</h1><h2>THE DISSECTION</h2><p>Text.</p>';
const LEVELS = Array.from({ length: 100 }, (_, level) => level);

export const hostile: Record<string, MakeText> = {
  'nested lists': repeated(START, LEVELS.map((level) => `${'  '.repeat(level)}- item\n`).join('')),
  'nested numbers': repeated(
    START_ASSUMPTIONS,
    LEVELS.map((level) => `${'  '.repeat(level)}1. item\n`).join(''),
  ),
  'a line of dashes': repeated(START, '-'),
  'lines of dashes': repeated(START, '---\n'),
  'list items in one line': repeated(START, '- a '),
  'a single line': repeated('A title\n\nTHE DISSECTION\n\n', 'The paper counts tasks. '),
  'a single line and nothing else': repeated('', 'The paper counts tasks. '),
  'only numbers': repeated(START_ASSUMPTIONS, '1. a\n'),
  'only assumptions': repeated(START_ASSUMPTIONS, 'Assumption 1: a\n'),
  'only title-case lines': repeated(START, 'One Two\n\n'),
  'only headings': repeated(START, 'THE DISSECTION\n'),
  'only Markdown headings': repeated(START, '## One\n\n'),
  'only classifications': repeated(START, 'Classification: A. B. C.\n'),
  'only scores': repeated('Cope Analysis\n\nExtracted from: A claim\n', '57\nHeavy Cope reframing\n'),
  'only empty lines': repeated(START, '\n', 'End.'),
  'only spaces': repeated(START, ' ', 'End.'),
  'two asterisks': repeated(START, '**'),
  'bold words': repeated(START, '**a** '),
  'opening brackets': repeated(START, '['),
  'link openings': repeated(START, '[a]('),
  backticks: repeated(START, '`'),
  fences: repeated(START, '```\n'),
  quotes: repeated(START, '> '),
  'quotation marks': repeated(START, '"'),
  'table rows': repeated(START, '| a | b |\n'),
  pipes: repeated(START, '|'),
  emoji: repeated(START, '🏗️ '),
  'HTML: nested lists': repeated(START_HTML, '<ul><li>item'.repeat(200) + '</ul>'.repeat(200)),
  'HTML: table rows': repeated(`${START_HTML}<table>`, '<tr><td>a<td>b'),
  'HTML: tables in cells': repeated(
    START_HTML,
    `${'<table><tr><td>a'.repeat(100)}${'<td>b</table>'.repeat(100)}`,
  ),
  'HTML: headings': repeated(START_HTML, '<h2>One</h2>'),
  'HTML: entities': repeated(`${START_HTML}<p>`, '&amp;'),
  'HTML: angle brackets': repeated(`${START_HTML}<p>`, '<'),
  'HTML: closing tags': repeated(START_HTML, '</p>'),
  'HTML: inline tags': repeated(`${START_HTML}<p>`, '<b>a</b> '),
};

function repeated(start: string, unit: string, end = ''): MakeText {
  return (size) => {
    const room = Math.max(0, size - start.length - end.length);
    return start + unit.repeat(Math.ceil(room / unit.length)).slice(0, room) + end;
  };
}

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at)];
}

function markdown(text: string): string {
  return text.replace(/^(THE .+|HIDDEN .+|SOCIAL .+)$/gm, '## $1').replace(/^(Classification:)/gm, '**$1**');
}

function html(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => (/^[A-Z ]+$/.test(line) ? `<h2>${line}</h2>` : `<p class="text">${line.trim()}</p>`))
    .join('\n');
}
